// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.observe;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.FailedAttempt;
import dev.completions4j.ResponseInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call.
 *
 * @param outcome the kind of result
 * @param completion the completion, complete if the call was successful, partial otherwise; null if nothing was
 *     received or the call did not request a completion; without text if a stream does not retain it
 *     ({@link CallOptions.Builder#keepText})
 * @param response HTTP metadata of the last response; null if no response had begun
 * @param failure the failure of a failed call; otherwise null
 * @param failedAttempts the failed attempts before the last attempt
 * @since 0.1.0
 */
public record CallResult(
        Outcome outcome,
        @Nullable Completion completion,
        @Nullable ResponseInfo response,
        @Nullable Throwable failure,
        List<FailedAttempt> failedAttempts) {

    /** The kind of result. */
    public enum Outcome {
        /** The call was successful. */
        COMPLETED,
        /** The call failed with an exception. */
        FAILED,
        /** The caller canceled the call. */
        CANCELLED
    }
}
