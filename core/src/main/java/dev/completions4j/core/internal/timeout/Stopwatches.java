// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.timeout;

import dev.completions4j.Timeout;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pausable countdowns of a call's timeouts, as numbers, since a client may have many thousands of calls open. Those
 * without a limit never run. Not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // EnumMap and EnumSet would be several objects for each call.
final class Stopwatches {

    private static final Timeout[] ALL = Timeout.values();

    /** The least time after which a paused stopwatch is looked at again; otherwise a pause would be spent looking. */
    private static final long PAUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final TimeoutLimits limits;

    /** By timeout: the due time while running, the remaining time while paused; in nanoseconds. */
    private final long[] clocks = new long[ALL.length];

    // Sets of timeouts, a bit for each.
    private int running;
    private int closed;

    /** Creates stopwatches that are paused, with their full limits. */
    Stopwatches(TimeoutLimits limits) {
        this.limits = limits;
        for (Timeout timeout : ALL) {
            reset(timeout);
            closed |= limits.nanos(timeout) == TimeoutLimits.NONE ? bit(timeout) : 0;
        }
    }

    private static int bit(Timeout timeout) {
        return 1 << timeout.ordinal();
    }

    Duration limit(Timeout timeout) {
        return Duration.ofNanos(limits.nanos(timeout));
    }

    void resume(Timeout timeout, long now) {
        if (((running | closed) & bit(timeout)) == 0) {
            clocks[timeout.ordinal()] += now;
            running |= bit(timeout);
        }
    }

    void pause(Timeout timeout, long now) {
        if (isRunning(timeout)) {
            clocks[timeout.ordinal()] -= now;
            running &= ~bit(timeout);
        }
    }

    /** Pauses a stopwatch and restores its full limit. */
    void reset(Timeout timeout) {
        clocks[timeout.ordinal()] = limits.nanos(timeout);
        running &= ~bit(timeout);
    }

    void restart(Timeout timeout, long now) {
        reset(timeout);
        resume(timeout, now);
    }

    /** Stops a stopwatch for the rest of the call. */
    void close(Timeout timeout) {
        reset(timeout);
        closed |= bit(timeout);
    }

    boolean isClosed(Timeout timeout) {
        return (closed & bit(timeout)) != 0;
    }

    private boolean isRunning(Timeout timeout) {
        return (running & bit(timeout)) != 0;
    }

    /** Returns the minimum remaining time: a paused stopwatch may be resumed at any moment. */
    long left(Timeout timeout, long now) {
        return clocks[timeout.ordinal()] - (isRunning(timeout) ? now : 0);
    }

    /**
     * Returns the least time after which a stopwatch may expire; {@link TimeoutLimits#NONE} if none can. A stopwatch that
     * is resumed with less than {@link #PAUSED_NANOS} left may expire earlier.
     */
    long leastLeft(long now) {
        long least = TimeoutLimits.NONE;
        for (Timeout timeout : ALL) {
            if (!isClosed(timeout)) {
                long left = left(timeout, now);
                least = Math.min(least, isRunning(timeout) ? left : Math.max(left, PAUSED_NANOS));
            }
        }
        return least;
    }

    /** Returns the timeout that expired first, even if it has been paused since; null if none has. */
    @Nullable Timeout passed(long now) {
        Timeout first = null;
        for (Timeout timeout : ALL) {
            long left = left(timeout, now);
            if (left <= 0 && (first == null || left < left(first, now))) {
                first = timeout;
            }
        }
        return first;
    }
}
