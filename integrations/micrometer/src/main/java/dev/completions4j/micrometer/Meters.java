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
 * The meters of a registry. Thread-safe.
 *
 * @param clock the registry's clock
 */
record Meters(
        Clock clock,
        MeterProvider<Timer> duration,
        MeterProvider<Timer> timeToFirstChunk,
        MeterProvider<Timer> timePerOutputChunk,
        MeterProvider<DistributionSummary> tokenUsage) {

    private static final int BUCKETS = 14;

    /** 0.01 to 81.92 seconds, in powers of two. */
    private static final Duration[] TIMES = IntStream.range(0, BUCKETS)
            .mapToObj(each -> Duration.ofMillis(10L << each))
            .toArray(Duration[]::new);

    /** Powers of four up to 67,108,864. */
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
                        "Time from the start of a streaming call to its first chunk.",
                        times),
                timer(
                        registry,
                        "gen_ai.client.operation.time_per_output_chunk",
                        "Time between consecutive chunks of a stream.",
                        times),
                // No base unit: some registries append it to the name, which would then differ from the conventions.
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
