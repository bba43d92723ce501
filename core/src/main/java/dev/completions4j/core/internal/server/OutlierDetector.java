// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.server;

import java.util.concurrent.TimeUnit;

/**
 * Leaves a server out that keeps failing, for twice as long each time, and lets one call try it before others follow. Safe
 * for use by any thread.
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

    /** How long until a call may try it; not positive if one may now. */
    synchronized long nanosLeft(long now) {
        return ejected ? backAt - now : 0;
    }

    /** A call goes to the server. */
    synchronized void onChosen() {
        tried = ejected;
    }

    synchronized void onSuccess() {
        failuresInARow = 0;
        ejected = false;
        nextNanos = FIRST_NANOS;
    }

    /** The server failed; tells whether it is left out from now on, and was not before. */
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

    /** The call that went to the server learnt nothing of it. */
    synchronized void onNothing() {
        tried = false;
    }
}
