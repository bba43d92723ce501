// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.timeout;

import dev.completions4j.Timeout;
import java.time.Duration;

/** Counts one timeout down, while it runs. Not safe for use by several threads at once. */
final class Stopwatch {

    /** Stands in for all that have no limit: nothing that is done to it changes it. */
    private static final Stopwatch OFF = new Stopwatch(Timeout.TOTAL, TimeoutLimits.NONE);

    private final Timeout timeout;
    private final long limit;

    /** While it runs, when it is due; while it stands, what is left. */
    private long clock;

    private boolean running;
    private boolean closed;

    private Stopwatch(Timeout timeout, long limit) {
        this.timeout = timeout;
        this.limit = limit;
        clock = limit;
        closed = limit == TimeoutLimits.NONE;
    }

    /** Stands at its limit; without one it never runs. */
    static Stopwatch of(Timeout timeout, TimeoutLimits limits) {
        long limit = limits.nanos(timeout);
        return limit == TimeoutLimits.NONE ? OFF : new Stopwatch(timeout, limit);
    }

    Timeout timeout() {
        return timeout;
    }

    Duration limit() {
        return Duration.ofNanos(limit);
    }

    void resume(long now) {
        if (!closed && !running) {
            clock += now;
            running = true;
        }
    }

    void pause(long now) {
        if (running) {
            clock -= now;
            running = false;
        }
    }

    /** Stands again at its full limit. */
    void reset() {
        if (!closed) {
            clock = limit;
            running = false;
        }
    }

    void restart(long now) {
        reset();
        resume(now);
    }

    /** Runs no more. */
    void close() {
        reset();
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isPassed(long now) {
        return running && clock - now <= 0;
    }

    /** What is left at the least: it could be resumed the next moment. */
    long left(long now) {
        return running ? clock - now : clock;
    }
}
