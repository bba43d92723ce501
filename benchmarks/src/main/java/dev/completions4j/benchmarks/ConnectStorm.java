// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Opens all streams at once, each on a new connection, and measures the time until the first token of each has arrived;
 * again and again, with a new driver each time. The result is the median.
 */
final class ConnectStorm {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Scenario scenario;
    private final Client client;
    private final Target target;
    private final Answer answer;

    ConnectStorm(Scenario scenario, Client client, Target target) {
        this.scenario = scenario;
        this.client = client;
        this.target = target;
        this.answer = new Answer(scenario.workload());
    }

    /**
     * One storm.
     *
     * @param used what was used until the last first token
     * @param threads the number of threads then
     * @param allOpen whether no stream had ended by then; otherwise, its connection may have been used again
     */
    private record Storm(ProcessUsage used, int threads, boolean allOpen) {}

    Measurement run() throws Exception {
        repeatFor(scenario.warmUpSeconds());
        List<Storm> storms = repeatFor(scenario.seconds());
        if (!storms.stream().allMatch(Storm::allOpen)) {
            throw new IllegalStateException("Streams ended before all were open; increase their interval");
        }
        double millis = median(storms, each -> each.used.wallNanos() / 1e6);
        return new Measurement(
                scenario.name(),
                client,
                Runtime.version().feature(),
                (long) storms.size() * scenario.streams(),
                0,
                median(storms, each -> (double) each.used.cpuNanos() / scenario.streams()),
                median(storms, each -> (double) each.used.allocatedBytes() / scenario.streams()),
                (double) answer.bodyBytes() / answer.texts().texts(),
                scenario.streams() / millis * 1e3,
                (int) median(storms, Storm::threads),
                Double.NaN,
                Double.NaN,
                millis,
                Double.NaN,
                Double.NaN,
                Double.NaN);
    }

    private static double median(List<Storm> storms, ToDoubleFunction<Storm> value) {
        return Medians.median(storms.stream().map(value::applyAsDouble).toList());
    }

    private List<Storm> repeatFor(int seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Storm> storms = new ArrayList<>();
        do {
            storms.add(storm());
        } while (System.nanoTime() - end < 0);
        return storms;
    }

    private Storm storm() throws Exception {
        AtomicInteger waiting = new AtomicInteger(scenario.streams());
        CompletableFuture<@Nullable Void> allFirst = new CompletableFuture<>();
        CompletableFuture<?> anyEnd = new CompletableFuture<>();
        List<CompletableFuture<?>> streams = new ArrayList<>();
        try (Driver driver = client.driver(target)) {
            ProcessUsage start = ProcessUsage.now();
            for (int i = 0; i < scenario.streams(); i++) {
                ResponseRecorder recorder =
                        new ResponseRecorder(scenario.workload(), () -> answer, new FirstArrival(waiting, allFirst));
                streams.add(driver.send(recorder).whenComplete((verified, failure) -> end(anyEnd, failure)));
            }
            CompletableFuture.anyOf(anyEnd, allFirst).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            Storm storm = new Storm(ProcessUsage.now().since(start), ProcessUsage.threads(), allFirst.isDone());
            CompletableFuture.allOf(streams.toArray(CompletableFuture[]::new))
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return storm;
        }
    }

    private static void end(CompletableFuture<?> anyEnd, @Nullable Throwable failure) {
        if (failure == null) {
            anyEnd.complete(null);
        } else {
            anyEnd.completeExceptionally(failure);
        }
    }

    /** Waits for the first token of a stream. */
    private static final class FirstArrival implements LongConsumer {

        private final AtomicInteger waiting;
        private final CompletableFuture<@Nullable Void> allFirst;
        private boolean arrived;

        FirstArrival(AtomicInteger waiting, CompletableFuture<@Nullable Void> allFirst) {
            this.waiting = waiting;
            this.allFirst = allFirst;
        }

        @Override
        public void accept(long stamp) {
            if (!arrived) {
                arrived = true;
                if (waiting.decrementAndGet() == 0) {
                    allFirst.complete(null);
                }
            }
        }
    }
}
