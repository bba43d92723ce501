// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/**
 * A request that has no entry in the output, because it has no id of its own.
 *
 * @param number the number of the line, or of the request if the input is not a file, from 1
 * @param reason what is wrong
 * @param message what is wrong and how to correct it, without any text of the request
 * @since 0.1.0
 */
public record RejectedRequest(long number, Reason reason, String message) {

    /** The reasons why a request is rejected. */
    public enum Reason {
        /** The line is not a JSON object, or has no {@code custom_id}. */
        MALFORMED,
        /** An earlier request of the same input has the same id; that one is answered. */
        DUPLICATE_ID,
        /** The line has more than 16 MiB. */
        TOO_LONG
    }
}
