// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.timeout;

import dev.completions4j.Timeout;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The timeouts of a call. Immutable. */
public final class TimeoutLimits {

    /** No limit. Small enough that a clock's time can be added without overflow. */
    static final long NONE = Long.MAX_VALUE / 4;

    private static final TimeoutLimits OF_WHOLE_ANSWERS = new TimeoutLimits(
                    EnumSet.of(Timeout.TOTAL, Timeout.RESPONSE_HEADERS, Timeout.READ_IDLE), Map.of())
            .with(Map.of(
                    Timeout.TOTAL, Duration.ofSeconds(600),
                    Timeout.READ_IDLE, Duration.ofSeconds(60)));

    private static final TimeoutLimits OF_STREAMS = new TimeoutLimits(
                    EnumSet.allOf(Timeout.class), OF_WHOLE_ANSWERS.nanos)
            .with(Map.of(
                    Timeout.RESPONSE_HEADERS, Duration.ofSeconds(60),
                    Timeout.FIRST_DEMAND, Duration.ofSeconds(30)));

    private final Set<Timeout> meaningful;
    private final Map<Timeout, Long> nanos;

    /**
     * @param meaningful the timeouts that apply to this kind of call; others are ignored
     */
    private TimeoutLimits(Set<Timeout> meaningful, Map<Timeout, Long> nanos) {
        this.meaningful = meaningful;
        this.nanos = nanos;
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
        Map<Timeout, Long> merged = new EnumMap<>(Timeout.class);
        merged.putAll(nanos);
        others.forEach((timeout, limit) -> merged.put(timeout, Math.min(NONE, TimeUnit.NANOSECONDS.convert(limit))));
        merged.keySet().retainAll(meaningful);
        return new TimeoutLimits(meaningful, merged);
    }

    /** Returns the limit in nanoseconds; {@link #NONE} if there is none. */
    long nanos(Timeout timeout) {
        Long limit = nanos.get(timeout);
        return limit == null ? NONE : limit;
    }
}
