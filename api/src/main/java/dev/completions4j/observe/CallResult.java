// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.observe;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.FailedAttempt;
import dev.completions4j.ResponseInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param outcome in a word
 * @param completion what arrived of a completion, all of it if the call was completed; null if nothing did, or if the call
 *     did not ask for one; without the text if a stream was not to keep it ({@link CallOptions.Builder#keepText})
 * @param response what HTTP told of the last response; null if none had begun
 * @param failure of a call that failed; else null
 * @param failedAttempts those before the last one
 */
public record CallResult(
        Outcome outcome,
        @Nullable Completion completion,
        @Nullable ResponseInfo response,
        @Nullable Throwable failure,
        List<FailedAttempt> failedAttempts) {

    /** How a call ended, in a word. */
    public enum Outcome {
        /** With its result. */
        COMPLETED,
        /** With an exception. */
        FAILED,
        /** By its caller, who wanted no more of it. */
        CANCELLED
    }
}
