// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The result of a run.
 *
 * @param end what ended the run
 * @param counts what became of the requests
 * @param tokens the tokens that the server reported
 * @param elapsed the duration of the run
 * @param rejected the first 100 rejected requests; {@link BatchCounts#rejected()} counts all
 * @since 0.1.0
 */
public record BatchReport(
        End end, BatchCounts counts, BatchTokens tokens, Duration elapsed, List<RejectedRequest> rejected) {

    /** What ended a run. Each run can be continued by another one with the same input and output. */
    public enum End {
        /** All requests of the input have a result. */
        FINISHED,
        /** {@link BatchRunner.Builder#tokenBudget} is used up, and requests are left. */
        TOKEN_BUDGET,
        /** {@link BatchRunner.Builder#timeBudget} has elapsed, and requests are left. */
        TIME_BUDGET,
        /** The run was canceled. */
        CANCELLED,
        /** The input could not be read any further. */
        INPUT_FAILED,
        /** A request differs from the one that the output has an answer to. */
        INPUT_CHANGED,
        /** The output could not be opened or written. */
        OUTPUT_FAILED,
        /** The server or the client failed many requests in a row and none succeeded in between. */
        SERVER_FAILED,
        /** The run itself failed, such as for lack of memory. */
        FAILED
    }

    public BatchReport {
        rejected = List.copyOf(rejected);
    }

    /** Returns the result as a sentence for people. */
    public String summary() {
        String what = switch (end) {
            case FINISHED -> counts.total() == 0 ? "The input has no requests" : "Finished";
            case TOKEN_BUDGET -> "The token budget is used up";
            case TIME_BUDGET -> "The time budget has elapsed";
            case CANCELLED -> "Canceled";
            case INPUT_FAILED -> "The input could not be read";
            case INPUT_CHANGED -> "The input has changed";
            case OUTPUT_FAILED -> "The output could not be written";
            case SERVER_FAILED -> "The server failed";
            case FAILED -> "The run failed";
        };
        return what + ": " + counts.succeeded() + " succeeded, " + counts.failed() + " failed, " + counts.skipped()
                + " skipped, " + counts.rejected() + " rejected, " + tokens.total() + " tokens, "
                + elapsedTime();
    }

    /** Returns the elapsed time, with a fraction where it matters. */
    private String elapsedTime() {
        double seconds = elapsed.toMillis() / 1000.0;
        return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
}
