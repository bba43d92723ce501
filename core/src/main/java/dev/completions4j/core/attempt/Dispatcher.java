package dev.completions4j.core.attempt;

import dev.completions4j.core.callback.Callbacks;
import dev.completions4j.core.credential.Credentials;
import dev.completions4j.core.server.Servers;
import dev.completions4j.core.warning.Warnings;
import dev.completions4j.spi.RetryPolicy;
import dev.completions4j.spi.Scheduler;
import dev.completions4j.transport.Transport;

/**
 * What the attempts of all calls of a client share.
 *
 * @param openCalls where calls are known while they are open
 * @param transport sends them
 * @param permits how many may be in flight
 * @param servers where they go
 * @param credentials their keys
 * @param retryPolicy whether they are followed by others
 * @param maxAttempts how many a call has at the most, unless it says so itself
 * @param scheduler the time
 * @param callbacks where those go on that have waited
 * @param bodiesLogged whether their bodies are logged
 * @param warnings logs what goes wrong beside them
 */
public record Dispatcher(
        OpenCalls openCalls,
        Transport transport,
        Permits permits,
        Servers servers,
        Credentials credentials,
        RetryPolicy retryPolicy,
        int maxAttempts,
        Scheduler scheduler,
        Callbacks callbacks,
        boolean bodiesLogged,
        Warnings warnings) {}
