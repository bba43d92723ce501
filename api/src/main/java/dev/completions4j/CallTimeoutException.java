// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call was aborted because one of its timeouts passed. */
public final class CallTimeoutException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    private final Timeout timeout;
    private final Duration limit;

    /**
     * @param timeout which one passed
     * @param limit what it was
     * @param arrived what had arrived by then, for the message; such as {@code nothing}
     * @param response what HTTP told; null if no response had begun
     * @param partial what had arrived of a stream; null if nothing had
     * @param failedAttempts of the call, before this one
     */
    public CallTimeoutException(
            Timeout timeout,
            Duration limit,
            String arrived,
            @Nullable ResponseInfo response,
            @Nullable Completion partial,
            List<FailedAttempt> failedAttempts) {
        super(
                "The timeout " + timeout + " of " + limit + " passed; arrived by then: " + arrived,
                null,
                response,
                partial,
                failedAttempts);
        this.timeout = timeout;
        this.limit = limit;
    }

    /** Which one passed. */
    public Timeout timeout() {
        return timeout;
    }

    /** How long it was. */
    public Duration limit() {
        return limit;
    }
}
