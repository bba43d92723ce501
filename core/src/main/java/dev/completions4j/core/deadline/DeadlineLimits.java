package dev.completions4j.core.deadline;

import dev.completions4j.Deadline;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The limits of a call's deadlines. Immutable. */
public final class DeadlineLimits {

    /** Stands for none. Far enough from overflow that a time can be added; longer limits are as good as none. */
    static final long NONE = Long.MAX_VALUE / 4;

    private static final DeadlineLimits OF_WHOLE_ANSWERS = new DeadlineLimits(
                    EnumSet.of(Deadline.TOTAL, Deadline.HEAD, Deadline.BETWEEN_BYTES), Map.of())
            .with(Map.of(
                    Deadline.TOTAL, Duration.ofSeconds(600),
                    Deadline.BETWEEN_BYTES, Duration.ofSeconds(60)));

    private static final DeadlineLimits OF_STREAMS = new DeadlineLimits(
                    EnumSet.allOf(Deadline.class), OF_WHOLE_ANSWERS.nanos)
            .with(Map.of(
                    Deadline.HEAD, Duration.ofSeconds(60),
                    Deadline.FIRST_DEMAND, Duration.ofSeconds(30)));

    private final Set<Deadline> meaningful;
    private final Map<Deadline, Long> nanos;

    /**
     * @param meaningful those that this sort of call can have; others are ignored
     */
    private DeadlineLimits(Set<Deadline> meaningful, Map<Deadline, Long> nanos) {
        this.meaningful = meaningful;
        this.nanos = nanos;
    }

    /** The defaults of calls whose answer comes as a whole. */
    public static DeadlineLimits ofWholeAnswers() {
        return OF_WHOLE_ANSWERS;
    }

    /** The defaults of streams. */
    public static DeadlineLimits ofStreams() {
        return OF_STREAMS;
    }

    /** These limits, but for those that are given. */
    public DeadlineLimits with(Map<Deadline, Duration> others) {
        if (others.isEmpty()) {
            return this;
        }
        Map<Deadline, Long> merged = new EnumMap<>(Deadline.class);
        merged.putAll(nanos);
        others.forEach((deadline, limit) -> merged.put(deadline, Math.min(NONE, TimeUnit.NANOSECONDS.convert(limit))));
        merged.keySet().retainAll(meaningful);
        return new DeadlineLimits(meaningful, merged);
    }

    /** In nanoseconds; {@link #NONE} if there is none. */
    long nanos(Deadline deadline) {
        return nanos.getOrDefault(deadline, NONE);
    }
}
