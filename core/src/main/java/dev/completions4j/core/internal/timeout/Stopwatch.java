// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.timeout;

import dev.completions4j.Timeout;
import java.time.Duration;

/** A pausable countdown of one timeout. Not thread-safe. */
final class Stopwatch {

    /** Shared by all timeouts without a limit; no operation changes it. */
    private static final Stopwatch OFF = new Stopwatch(Timeout.TOTAL, TimeoutLimits.NONE);

    private final Timeout timeout;
    private final long limit;

    /** The due time while running, the remaining time while paused; both in nanoseconds. */
    private long clock;

    private boolean running;
    private boolean closed;

    private Stopwatch(Timeout timeout, long limit) {
        this.timeout = timeout;
        this.limit = limit;
        clock = limit;
        closed = limit == TimeoutLimits.NONE;
    }

    /** Returns a paused stopwatch with the full limit; one without a limit never runs. */
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

    /** Pauses and restores the full limit. */
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

    /** Stops for the rest of the call. */
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

    /** Returns the minimum remaining time: a paused stopwatch may be resumed at any moment. */
    long left(long now) {
        return running ? clock - now : clock;
    }
}
