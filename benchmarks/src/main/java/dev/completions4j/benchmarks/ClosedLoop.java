// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Keeps a fixed number of requests in flight: each one that ends is followed by the next. */
final class ClosedLoop {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int MAX_FAILURES = 100;
    private static final int MAX_EXTRA_WARM_UPS = 40;

    /** A compilation counts when it ends, which takes longer than a second beside a busy client and server. */
    private static final int IDLE_SECONDS = 3;

    /** In seconds of compilation per second. */
    private static final double MAX_COMPILE_RATE = 0.05;

    private final Scenario scenario;
    private final Client client;
    private final Driver driver;
    private final Answer answer;
    private final LongAdder answers = new LongAdder();
    private final LongAdder failures = new LongAdder();

    ClosedLoop(Scenario scenario, Client client, Driver driver) {
        this.scenario = scenario;
        this.client = client;
        this.driver = driver;
        this.answer = new Answer(scenario.workload());
    }

    Measurement run() throws InterruptedException {
        warmUp();
        answers.reset();
        ProcessUsage start = ProcessUsage.now();
        runFor(scenario.seconds());
        int threads = ProcessUsage.threads();
        ProcessUsage used = ProcessUsage.now().since(start);
        long texts = answers.sum() * answer.texts().texts();
        return new Measurement(
                scenario.name(),
                client,
                Runtime.version().feature(),
                texts,
                failures.sum(),
                (double) used.cpuNanos() / texts,
                (double) used.allocatedBytes() / texts,
                (double) answer.bodyBytes() / answer.texts().texts(),
                texts * 1e9 / used.wallNanos(),
                threads,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN);
    }

    /** Runs for the scenario's warm-up time, and then until the JIT compiler is nearly idle. */
    private void warmUp() throws InterruptedException {
        runFor(scenario.warmUpSeconds());
        double compiling = ProcessUsage.compileSeconds();
        int idle = 0;
        for (int i = 0; i < MAX_EXTRA_WARM_UPS && idle < IDLE_SECONDS; i++) {
            runFor(1);
            double before = compiling;
            compiling = ProcessUsage.compileSeconds();
            idle = compiling - before < MAX_COMPILE_RATE ? idle + 1 : 0;
        }
    }

    private void runFor(int seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        CountDownLatch ended = new CountDownLatch(scenario.streams());
        for (int i = 0; i < scenario.streams(); i++) {
            sendUntil(end, ended);
        }
        if (!ended.await(seconds + TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("Some responses never ended");
        }
        if (failures.sum() > MAX_FAILURES) {
            throw new IllegalStateException("More than " + MAX_FAILURES + " requests failed");
        }
    }

    private void sendUntil(long end, CountDownLatch ended) {
        if (System.nanoTime() - end >= 0 || failures.sum() > MAX_FAILURES) {
            ended.countDown();
            return;
        }
        ResponseRecorder recorder = new ResponseRecorder(scenario.workload(), () -> answer, stamp -> {});
        var unused = driver.send(recorder).whenComplete((verified, failure) -> {
            if (failure == null) {
                answers.increment();
            } else {
                failures.increment();
                System.err.println(client + ": " + failure);
            }
            sendUntil(end, ended);
        });
    }
}
