// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spi;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.CredentialException;
import dev.completions4j.NetworkException;
import dev.completions4j.RetrySettings;
import dev.completions4j.Timeout;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether and when a failed call is retried.
 *
 * <p>Not consulted once a successful response has begun, after the last attempt that
 * {@link RetrySettings#maxAttempts()} or {@link CallOptions.Builder#maxAttempts} permits, for invalid requests, for a
 * {@link CredentialException}, nor for the free retries that {@link RetrySettings} describes. Its decisions are subject
 * to {@link RetrySettings#budget()} and to the timeout {@link Timeout#TOTAL}, beyond which no retry is scheduled.
 *
 * <p>Called on any thread, possibly by several threads at once; must not block. Applications implement this interface
 * and set it with {@code CompletionsClient.Builder.retryPolicy}; methods added to it in later releases have default
 * implementations.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RetryPolicy {

    /**
     * Returns the delay before the next attempt.
     *
     * @param attempt the number of the failed attempt, from 1; free retries do not count
     * @param failure the failure, usually an {@link ApiException}, a {@link NetworkException}, or the
     *     {@link CallTimeoutException} of {@link Timeout#RESPONSE_HEADERS}
     * @return the delay; null if the call is not retried
     */
    @Nullable Duration delayAfter(int attempt, CompletionsClientException failure);
}
