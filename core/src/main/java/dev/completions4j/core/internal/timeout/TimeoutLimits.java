// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.timeout;

import dev.completions4j.Timeout;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The timeouts of a call. Immutable. */
@SuppressWarnings("EnumOrdinal") // An EnumMap would box each limit.
public final class TimeoutLimits {

    /** No limit. Small enough that a clock's time can be added without overflow. */
    static final long NONE = Long.MAX_VALUE / 4;

    private static final TimeoutLimits OF_WHOLE_ANSWERS = new TimeoutLimits(
                    EnumSet.of(Timeout.TOTAL, Timeout.RESPONSE_HEADERS, Timeout.READ_IDLE), unlimited())
            .with(Map.of(
                    Timeout.TOTAL, Duration.ofSeconds(600),
                    Timeout.READ_IDLE, Duration.ofSeconds(60)));

    private static final TimeoutLimits OF_STREAMS = new TimeoutLimits(
                    EnumSet.allOf(Timeout.class), OF_WHOLE_ANSWERS.nanos)
            .with(Map.of(
                    Timeout.RESPONSE_HEADERS, Duration.ofSeconds(60),
                    Timeout.FIRST_DEMAND, Duration.ofSeconds(30)));

    private final Set<Timeout> meaningful;

    /** The limits by timeout, since each call reads all of them. */
    private final long[] nanos;

    /**
     * @param meaningful the timeouts that apply to this kind of call; others are ignored
     */
    private TimeoutLimits(Set<Timeout> meaningful, long[] nanos) {
        this.meaningful = meaningful;
        this.nanos = nanos;
    }

    private static long[] unlimited() {
        long[] nanos = new long[Timeout.values().length];
        Arrays.fill(nanos, NONE);
        return nanos;
    }

    /** Returns the defaults of non-streaming calls. */
    public static TimeoutLimits ofWholeAnswers() {
        return OF_WHOLE_ANSWERS;
    }

    /** Returns the defaults of streaming calls. */
    public static TimeoutLimits ofStreams() {
        return OF_STREAMS;
    }

    /** Returns these limits, overridden by the given ones. */
    public TimeoutLimits with(Map<Timeout, Duration> others) {
        if (others.isEmpty()) {
            return this;
        }
        long[] merged = nanos.clone();
        others.forEach((timeout, limit) -> {
            if (meaningful.contains(timeout)) {
                merged[timeout.ordinal()] = Math.min(NONE, TimeUnit.NANOSECONDS.convert(limit));
            }
        });
        return new TimeoutLimits(meaningful, merged);
    }

    /** Returns the limit in nanoseconds; {@link #NONE} if there is none. */
    long nanos(Timeout timeout) {
        return nanos[timeout.ordinal()];
    }
}
