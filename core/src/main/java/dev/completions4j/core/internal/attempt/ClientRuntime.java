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
 * The state and services shared by the attempts of all calls of a client.
 *
 * @param openCalls the registry of open calls
 * @param transport sends the requests
 * @param permits limits the number of calls in flight
 * @param servers chooses the server of an attempt
 * @param credentials provides the API keys
 * @param retryPolicy decides on retries
 * @param maxAttempts default maximum number of attempts per call, including the first
 * @param scheduler the clock and the timers
 * @param callbacks runs callbacks and resumes waiting calls
 * @param bodiesLogged whether request and response bodies are logged
 * @param warnings logs recurring warnings
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
