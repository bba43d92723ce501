// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import dev.completions4j.core.internal.concurrent.Callbacks;
import dev.completions4j.core.internal.concurrent.Warnings;
import dev.completions4j.core.internal.credential.Credentials;
import dev.completions4j.core.internal.server.LoadBalancer;
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
public record ClientRuntime(
        OpenCalls openCalls,
        Transport transport,
        ConcurrencyLimiter permits,
        LoadBalancer servers,
        Credentials credentials,
        RetryPolicy retryPolicy,
        int maxAttempts,
        Scheduler scheduler,
        Callbacks callbacks,
        boolean bodiesLogged,
        Warnings warnings) {}
