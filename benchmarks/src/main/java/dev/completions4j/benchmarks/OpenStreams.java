// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Opens a number of paced streams, measures while all are open, and waits for the last token of each. */
final class OpenStreams {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Maximum number of streams waiting for their first token; more would overflow the server's accept queue. */
    private static final int MAX_OPENING = 256;

    private final Scenario scenario;
    private final Client client;
    private final Driver driver;
    private final Answer answer;
    private final List<CompletableFuture<?>> streams = new ArrayList<>();
    private final Semaphore opening = new Semaphore(MAX_OPENING);
    private final LongAdder texts = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final LagHistogram lags = new LagHistogram();

    OpenStreams(Scenario scenario, Client client, Driver driver) {
        this.scenario = scenario;
        this.client = client;
        this.driver = driver;
        this.answer = new Answer(scenario.workload());
    }

    Measurement run() throws InterruptedException, ExecutionException, TimeoutException {
        // The first stream loads what all streams share.
        open(1);
        long heapOfOne = ProcessUsage.heapInUse();
        long directOfOne = ProcessUsage.directMemory();
        open(scenario.streams());
        int more = scenario.streams() - 1;
        TimeUnit.SECONDS.sleep(scenario.warmUpSeconds());

        lags.clear();
        long textsBefore = texts.sum();
        ProcessUsage start = ProcessUsage.now();
        TimeUnit.SECONDS.sleep(scenario.seconds());
        ProcessUsage used = ProcessUsage.now().since(start);
        long measured = texts.sum() - textsBefore;
        double lagP50 = lag(0.5);
        double lagP99 = lag(0.99);
        double lagMax = lag(1);
        double heapPerStream = (double) (ProcessUsage.heapInUse() - heapOfOne) / more;
        double directPerStream = (double) (ProcessUsage.directMemory() - directOfOne) / more;
        Measurement measurement = new Measurement(
                scenario.name(),
                client,
                Runtime.version().feature(),
                measured,
                0,
                (double) used.cpuNanos() / measured,
                (double) used.allocatedBytes() / measured,
                (double) answer.bodyBytes() / answer.texts().texts(),
                measured * 1e9 / used.wallNanos(),
                ProcessUsage.threads(),
                heapPerStream,
                directPerStream,
                Double.NaN,
                lagP50,
                lagP99,
                lagMax);
        if (ended.sum() > 0) {
            throw new IllegalStateException("Streams ended during the measurement; increase their number of tokens");
        }
        CompletableFuture.allOf(streams.toArray(CompletableFuture[]::new))
                .get(lengthSeconds() + TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        return measurement;
    }

    /** Returns a lag in microseconds; NaN if events have no stamps. */
    private double lag(double share) {
        return scenario.workload().delivery() == Delivery.PACED ? lags.percentile(share) : Double.NaN;
    }

    private long lengthSeconds() {
        return (long) scenario.workload().tokens() * scenario.workload().intervalMillis() / 1000;
    }

    /** Opens streams until the given number is open, and waits for the first token of each. */
    private void open(int total) throws InterruptedException {
        while (streams.size() < total) {
            acquire(1);
            ResponseRecorder recorder = new ResponseRecorder(scenario.workload(), () -> answer, new Arrivals());
            streams.add(driver.send(recorder).whenComplete((verified, failure) -> onEnd(failure)));
        }
        acquire(MAX_OPENING);
        opening.release(MAX_OPENING);
    }

    private void onEnd(@Nullable Throwable cause) {
        ended.increment();
        if (cause != null && failure.compareAndSet(null, cause)) {
            // Wakes up the thread that waits for a first token.
            opening.release(MAX_OPENING);
        }
    }

    private void acquire(int permits) throws InterruptedException {
        boolean acquired = opening.tryAcquire(permits, TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        Throwable cause = failure.get();
        if (!acquired || cause != null) {
            throw new IllegalStateException(
                    ended.sum() + " of " + streams.size() + " streams ended before the measurement", cause);
        }
    }

    /** Records the stamps of one stream's tokens. */
    private final class Arrivals implements LongConsumer {

        private boolean opened;

        @Override
        public void accept(long stamp) {
            if (stamp != Stamp.MISSING) {
                lags.record(Stamp.now() - stamp);
            }
            texts.increment();
            if (!opened) {
                opened = true;
                opening.release();
            }
        }
    }
}
