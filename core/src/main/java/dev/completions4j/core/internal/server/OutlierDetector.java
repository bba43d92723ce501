// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

import java.util.concurrent.TimeUnit;

/**
 * Ejects a server that fails repeatedly, for twice as long each time, and then admits a single trial call before
 * others. Safe for use by any thread.
 */
final class OutlierDetector {

    private static final int FAILURES = 3;
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** The number of a call that is not a trial. */
    static final int NO_TRIAL = 0;

    private int failuresInARow;
    private boolean ejected;
    private long nextNanos = FIRST_NANOS;
    private long backAt;

    /** The number of the latest trial. */
    private int lastTrial = NO_TRIAL;

    /** The number of the trial in progress. */
    private int trial = NO_TRIAL;

    synchronized boolean allows(long now) {
        return !ejected || (trial == NO_TRIAL && now - backAt >= 0);
    }

    /** Returns the nanoseconds until a trial call is admitted; not positive if one is admitted now. */
    synchronized long nanosLeft(long now) {
        return ejected ? backAt - now : 0;
    }

    /** Called when a call is sent to the server; returns its number if it is the trial. */
    synchronized int onChosen() {
        if (!ejected || trial != NO_TRIAL) {
            return NO_TRIAL;
        }
        lastTrial++;
        trial = lastTrial;
        return trial;
    }

    synchronized void onSuccess() {
        failuresInARow = 0;
        ejected = false;
        trial = NO_TRIAL;
        nextNanos = FIRST_NANOS;
    }

    /**
     * Called when the server has failed; returns whether it is ejected now and was not before. While it is ejected, only
     * the failure of the trial counts: other calls were sent earlier.
     */
    synchronized boolean onFailure(long now, int call) {
        failuresInARow++;
        if (ejected ? !isTrial(call) : failuresInARow < FAILURES) {
            return false;
        }
        boolean first = !ejected;
        ejected = true;
        trial = NO_TRIAL;
        backAt = now + nextNanos;
        nextNanos = Math.min(LONGEST_NANOS, 2 * nextNanos);
        return first;
    }

    /** Called when a call has ended without an indication of the server's health. */
    synchronized void onNothing(int call) {
        if (isTrial(call)) {
            trial = NO_TRIAL;
        }
    }

    private boolean isTrial(int call) {
        return call != NO_TRIAL && call == trial;
    }
}
