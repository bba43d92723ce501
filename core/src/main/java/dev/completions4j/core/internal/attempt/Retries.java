// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import dev.completions4j.ApiException;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.CredentialException;
import dev.completions4j.NetworkException;
import dev.completions4j.core.internal.server.Server;
import dev.completions4j.spi.RetryPolicy;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Decides on the retries of one call, by the retry policy, the maximum number of attempts and the retry budget. */
final class Retries {

    private static final int COST_OF_ERROR = 5;
    private static final int COST_OF_SILENCE = 10;

    private final ClientRuntime runtime;
    private final int maxAttempts;
    private int attempts;
    private boolean replayed;
    private boolean renewed;

    Retries(ClientRuntime runtime, int maxAttempts) {
        this.runtime = runtime;
        this.maxAttempts = maxAttempts;
    }

    /**
     * Returns the delay before the next attempt; null if there is none.
     *
     * @param server the server of the failed attempt
     * @param key the key that the failed attempt was sent with; null if none was
     * @param nanosLeft the time that is left to the call
     */
    @Nullable Duration delayAfter(Server server, @Nullable String key, CompletionsClientException failure, long nanosLeft) {
        if (failure instanceof CredentialException) {
            return null;
        }
        if (isFree(key, failure)) {
            return Duration.ZERO;
        }
        attempts++;
        if (attempts >= maxAttempts) {
            return null;
        }
        Duration delay = byPolicy(failure);
        if (delay == null || TimeUnit.NANOSECONDS.convert(delay) >= nanosLeft) {
            return null;
        }
        if (!server.takeFromBudget(failure instanceof ApiException ? COST_OF_ERROR : COST_OF_SILENCE)) {
            failure.addSuppressed(new IllegalStateException("The call was not retried, since the retry budget of "
                    + server.baseUrl() + " is exhausted; successful calls refill it"));
            return null;
        }
        return delay;
    }

    /**
     * Returns whether the retry is free: after a refused stream, and after a refused key that can be renewed; once
     * each.
     */
    private boolean isFree(@Nullable String key, CompletionsClientException failure) {
        if (failure instanceof NetworkException lost
                && lost.kind() == TransportException.Kind.REFUSED_STREAM
                && lost.progress() == RequestProgress.NOT_SENT
                && !replayed) {
            replayed = true;
            return true;
        }
        if (failure instanceof ApiException refused && refused.status() == 401 && !renewed) {
            renewed = true;
            return runtime.credentials().renew(key);
        }
        return false;
    }

    private @Nullable Duration byPolicy(CompletionsClientException failure) {
        RetryPolicy policy = runtime.retryPolicy();
        try {
            return policy.delayAfter(attempts, failure);
        } catch (Throwable e) {
            runtime.warnings().warnOfThrown(policy, "the call is not retried", e);
            return null;
        }
    }
}
