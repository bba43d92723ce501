// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a timeout of a call has elapsed; the call has been aborted.
 *
 * @since 0.1.0
 */
public final class CallTimeoutException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    private final Timeout timeout;
    private final Duration limit;

    /**
     * Creates an exception.
     *
     * @param timeout the timeout that elapsed
     * @param limit its duration
     * @param arrived a description of what had been received, for the message, such as {@code nothing}
     * @param response HTTP metadata of the response; null if none had begun
     * @param partial the part of a stream received before the failure; null if none
     * @param failedAttempts the attempts of the call before this one
     */
    public CallTimeoutException(
            Timeout timeout,
            Duration limit,
            String arrived,
            @Nullable ResponseInfo response,
            @Nullable Completion partial,
            List<FailedAttempt> failedAttempts) {
        super(
                "The timeout " + timeout + " of " + seconds(limit) + " elapsed; received until then: " + arrived,
                null,
                response,
                partial,
                failedAttempts);
        this.timeout = timeout;
        this.limit = limit;
    }

    private static String seconds(Duration limit) {
        BigDecimal seconds = BigDecimal.valueOf(limit.getSeconds()).add(BigDecimal.valueOf(limit.getNano(), 9));
        return seconds.stripTrailingZeros().toPlainString() + " s";
    }

    /** Returns the timeout that elapsed. */
    public Timeout timeout() {
        return timeout;
    }

    /** Returns the duration of the timeout. */
    public Duration limit() {
        return limit;
    }
}
