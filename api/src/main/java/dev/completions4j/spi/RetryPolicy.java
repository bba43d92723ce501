// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spi;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.NetworkException;
import dev.completions4j.RetrySettings;
import dev.completions4j.Timeout;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether, and when, a call is sent again.
 *
 * <p>Not asked once a response with a status of success has begun, nor for requests that are invalid. What it decides is
 * bounded: by {@link RetrySettings#budget()}, by {@link CallOptions.Builder#maxAttempts}, and by the timeout
 * {@link Timeout#TOTAL}, beyond which no retry is planned.
 *
 * <p>Called by any thread, also by several at once; must return at once.
 */
@FunctionalInterface
public interface RetryPolicy {

    /**
     * Judges an attempt.
     *
     * @param attempt its number, from 1
     * @param failure how it failed: mostly an {@link ApiException}, a {@link NetworkException}, or the
     *     {@link CallTimeoutException} of {@link Timeout#RESPONSE_HEADERS}
     * @return how long to wait before the next one; null if the call has failed for good
     */
    @Nullable Duration delayAfter(int attempt, CompletionsClientException failure);
}
