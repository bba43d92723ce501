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

    private int failuresInARow;
    private boolean ejected;
    private boolean tried;
    private long nextNanos = FIRST_NANOS;
    private long backAt;

    synchronized boolean allows(long now) {
        return !ejected || (!tried && now - backAt >= 0);
    }

    /** Returns the nanoseconds until a trial call is admitted; not positive if one is admitted now. */
    synchronized long nanosLeft(long now) {
        return ejected ? backAt - now : 0;
    }

    /** Called when a call is sent to the server. */
    synchronized void onChosen() {
        tried = ejected;
    }

    synchronized void onSuccess() {
        failuresInARow = 0;
        ejected = false;
        nextNanos = FIRST_NANOS;
    }

    /** Called when the server has failed; returns whether it is ejected now and was not before. */
    synchronized boolean onFailure(long now) {
        failuresInARow++;
        if (failuresInARow < FAILURES || (ejected && !tried)) {
            return false;
        }
        boolean first = !ejected;
        ejected = true;
        tried = false;
        backAt = now + nextNanos;
        nextNanos = Math.min(LONGEST_NANOS, 2 * nextNanos);
        return first;
    }

    /** Called when a call has ended without an indication of the server's health. */
    synchronized void onNothing() {
        tried = false;
    }
}
