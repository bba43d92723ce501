// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/**
 * The order of the answers in the output.
 *
 * @since 0.1.0
 */
public enum OutputOrder {
    /** Each answer is written as soon as it arrives. */
    COMPLETION,
    /**
     * Answers are written in the order of the requests. Those that arrive early wait in memory, at most eight times as many
     * as requests may be in flight, which are those of {@link BatchRunner.Builder#maxConcurrency} calls with
     * {@link BatchRunner.Builder#promptsPerRequest} each; then no request is sent until the earliest is answered. If the run
     * ends before, they are written nevertheless, in this order, and the next run appends the missing ones.
     */
    INPUT
}
