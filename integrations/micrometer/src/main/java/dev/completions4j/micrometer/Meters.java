// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * The meters of a registry, by their tags. Safe for use by any thread.
 *
 * @param clock the registry's
 */
record Meters(
        Clock clock,
        MeterProvider<Timer> duration,
        MeterProvider<Timer> timeToFirstChunk,
        MeterProvider<Timer> timePerOutputChunk,
        MeterProvider<DistributionSummary> tokenUsage) {

    private static final int BUCKETS = 14;

    /** 0.01 to 81.92 seconds, by doubling. */
    private static final Duration[] TIMES = IntStream.range(0, BUCKETS)
            .mapToObj(each -> Duration.ofMillis(10L << each))
            .toArray(Duration[]::new);

    /** The powers of four, to 67,108,864. */
    private static final double[] TOKENS =
            IntStream.range(0, BUCKETS).mapToDouble(each -> 1L << (2 * each)).toArray();

    static Meters withBuckets(MeterRegistry registry) {
        return in(registry, TIMES, TOKENS);
    }

    static Meters withoutBuckets(MeterRegistry registry) {
        return in(registry, new Duration[0], new double[0]);
    }

    private static Meters in(MeterRegistry registry, Duration[] times, double[] tokens) {
        return new Meters(
                registry.config().clock(),
                timer(registry, "gen_ai.client.operation.duration", "GenAI operation duration.", times),
                timer(
                        registry,
                        "gen_ai.client.operation.time_to_first_chunk",
                        "From the begin of a streamed call to its first chunk.",
                        times),
                timer(
                        registry,
                        "gen_ai.client.operation.time_per_output_chunk",
                        "From one chunk of a stream to the next.",
                        times),
                // Without a base unit, which registries append to a name, and which the conventions' is not.
                DistributionSummary.builder("gen_ai.client.token.usage")
                        .description("Number of input and output tokens used.")
                        .serviceLevelObjectives(tokens)
                        .withRegistry(registry));
    }

    private static MeterProvider<Timer> timer(
            MeterRegistry registry, String name, String description, Duration[] buckets) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(buckets)
                .withRegistry(registry);
    }

    void recordTokens(Tags tags, String type, long count) {
        tokenUsage.withTags(tags.and(GenAi.TOKEN_TYPE, type)).record((double) count);
    }
}
