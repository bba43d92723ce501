// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionRequest;
import dev.completions4j.batch.RejectedRequest.Reason;

/** What an input says about one request. */
sealed interface InputEntry {

    /** Returns the size in bytes, or 1 if the input is not a file; for the progress. */
    long weight();

    /**
     * A request to send.
     *
     * @param number its number in the input, from 1
     * @param customId the id of its answer
     */
    record Ask(long number, long weight, String customId, CompletionRequest request) implements InputEntry {}

    /**
     * A request that is answered with an error, without being sent.
     *
     * @param number its number in the input, from 1
     * @param customId the id of its answer
     * @param code the error's code
     * @param message the error's message
     */
    record Refusal(long number, long weight, String customId, String code, String message) implements InputEntry {}

    /** A request without an id. */
    record Reject(long weight, RejectedRequest rejected) implements InputEntry {

        Reject(long weight, long number, Reason reason, String message) {
            this(weight, new RejectedRequest(number, reason, message));
        }
    }

    /** Something that is no request, such as an empty line. */
    record Blank(long weight) implements InputEntry {}
}
