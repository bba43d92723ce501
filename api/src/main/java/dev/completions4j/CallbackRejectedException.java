// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a call was aborted because the executor for callbacks did not take a task, whatever it threw.
 *
 * <p>Reported on a thread of the client's own, since the executor has none for it.
 */
public final class CallbackRejectedException extends CompletionsClientException {

    private static final long serialVersionUID = 1L;

    /**
     * @param cause what the executor threw
     * @param response what HTTP told; null if no response had begun
     * @param partial what had arrived of a stream; null if nothing had
     * @param failedAttempts of the call, before this one
     */
    public CallbackRejectedException(
            Throwable cause,
            @Nullable ResponseInfo response,
            @Nullable Completion partial,
            List<FailedAttempt> failedAttempts) {
        super(
                "The executor for callbacks threw " + cause.getClass().getName()
                        + " instead of taking a task; give it room, or close the client before the executor",
                cause,
                response,
                partial,
                failedAttempts);
    }
}
