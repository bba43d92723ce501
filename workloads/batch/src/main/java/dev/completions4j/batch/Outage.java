// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A time in which calls fail and none succeeds. Calls are then sent less and less often, and the run ends when the outage
 * has lasted too long, or at once if the failures are of a kind that time does not cure. Used by one thread.
 */
final class Outage {

    /** Fewer failures are no outage. */
    private static final int FAILURES = 10;

    /** Fewer calls may be at fault themselves. */
    private static final int CALLS = 5;

    private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(30).toNanos();

    private final long patience;
    private int failures;
    private int lasting;

    /** The calls that failed for the first time. */
    private int calls;

    private long since;
    private long nextPause = FIRST_PAUSE;

    /** @param patience how long an outage may last */
    Outage(Duration patience) {
        this.patience = TimeUnit.NANOSECONDS.convert(patience);
    }

    void onSuccess() {
        failures = 0;
        lasting = 0;
        calls = 0;
        nextPause = FIRST_PAUSE;
    }

    void onFailure(BatchCall call, FailureKind kind, long now) {
        if (failures++ == 0) {
            since = now;
        }
        if (!call.hasFailed()) {
            calls++;
        }
        if (kind.lasts()) {
            lasting++;
        }
    }

    /**
     * Returns whether waiting longer makes no sense.
     *
     * @param othersFollow whether calls that have not failed yet may show that the server works
     */
    boolean isHopeless(long now, boolean othersFollow) {
        boolean lasts = lasting >= FAILURES || (failures >= FAILURES && now - since >= patience);
        return lasts && (!isDoubtful() || !othersFollow);
    }

    /** Returns whether so few calls have failed that they may be at fault, and not the server. */
    boolean isDoubtful() {
        return calls < CALLS;
    }

    /** Returns how long to wait before the next call, in nanoseconds; 0 if there is no outage. */
    long pause(int callsAtOnce) {
        if (failures - callsAtOnce < FAILURES) {
            return 0;
        }
        long pause = nextPause;
        nextPause = Math.min(LONGEST_PAUSE, 2 * pause);
        return pause;
    }
}
