// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.batch.BatchReport.End;
import org.jspecify.annotations.Nullable;

/**
 * The phase of a run, and what ended it. Used by the run's thread.
 *
 * <table>
 * <caption>Phases, in order</caption>
 * <tr><th>phase</th><th>sends calls</th><th>followed by</th></tr>
 * <tr><td>{@code OPEN}</td><td>yes</td><td>DRAINING, ENDED</td></tr>
 * <tr><td>{@code DRAINING}</td><td>no; waits for the calls in flight</td><td>ENDED</td></tr>
 * <tr><td>{@code ENDED}</td><td>no; the output is closed</td><td></td></tr>
 * </table>
 */
final class RunState {

    private enum Phase {
        OPEN,
        DRAINING,
        ENDED
    }

    private Phase phase = Phase.OPEN;
    private End end = End.FINISHED;
    private @Nullable Throwable failure;

    /** Returns whether calls are sent. */
    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    boolean isDraining() {
        return phase == Phase.DRAINING;
    }

    boolean hasEnded() {
        return phase == Phase.ENDED;
    }

    /**
     * Stops sending calls.
     *
     * @param why what ends the run
     * @param cause the failure that ends it; null if it does not fail
     * @return false if no calls were sent any more
     */
    boolean drain(End why, @Nullable Throwable cause) {
        if (phase != Phase.OPEN) {
            return false;
        }
        phase = Phase.DRAINING;
        end = why;
        failure = cause;
        return true;
    }

    /** Called when no call is in flight any more. */
    void onDrained() {
        phase = Phase.ENDED;
    }

    /** Called when every request has an answer, even if something else was about to end the run. */
    void onAnswered() {
        phase = Phase.ENDED;
        end = End.FINISHED;
        failure = null;
    }

    /** Ends the run at once, for this reason rather than an earlier one. */
    void fail(End why, Throwable cause) {
        phase = Phase.ENDED;
        end = why;
        failure = cause;
    }

    End end() {
        return end;
    }

    /** Returns the failure that ends the run; null if it does not fail. */
    @Nullable Throwable failure() {
        return failure;
    }
}
