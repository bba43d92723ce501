// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a call was aborted because the executor for callbacks did not accept a task.
 *
 * <p>Reported on a thread of the client, because the executor provides none.
 *
 * @since 0.1.0
 */
public final class CallbackRejectedException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param cause the throwable from the executor
     * @param response HTTP metadata of the response; null if none had begun
     * @param partial the part of a stream received before the failure; null if none
     * @param failedAttempts the attempts of the call before this one
     */
    public CallbackRejectedException(
            Throwable cause,
            @Nullable ResponseInfo response,
            @Nullable Completion partial,
            List<FailedAttempt> failedAttempts) {
        super(
                "The executor for callbacks threw " + cause.getClass().getName()
                        + " instead of accepting a task; increase its capacity, or close the client before the"
                        + " executor",
                cause,
                response,
                partial,
                failedAttempts);
    }
}
