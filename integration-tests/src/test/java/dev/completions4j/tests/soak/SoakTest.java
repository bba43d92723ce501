// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Concurrent calls over every carrier, to servers that respond, fail, stall and truncate according to a seeded plan,
 * from callers that cancel, set short timeouts, read slowly and close their clients. Every call must end once, in time,
 * with an outcome that its server's actions imply; heap, threads, descriptors and direct memory must not grow.
 *
 * <p>The build makes few calls; with the profile {@code soak}, the test runs for {@code soak.minutes}. The property
 * {@code soak.seed} repeats the plans of a run.
 */
@Tag("soak")
class SoakTest {

    private static final System.Logger LOGGER = System.getLogger(SoakTest.class.getName());
    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("soak.minutes", 0));
    private static final long SEED = Long.getLong("soak.seed", 20_261_128);
    private static final int CALLS_IN_THE_BUILD = 40;
    private static final int LAPS = 30;
    private static final Duration STEP = Duration.ofMillis(50);

    private final OutcomeVerifier verifier = new OutcomeVerifier();
    private final Samples samples = new Samples();
    private final List<Traffic> traffics = new ArrayList<>();
    private final long start = System.nanoTime();

    @Timeout(value = 3, unit = TimeUnit.MINUTES) // in the build; the profile has no limit
    @Test
    void everyCallEndsAsImpliedAndNothingGrows() throws Exception {
        ByteBufUtil.setLeakListener((type, records) -> verifier.addViolation("leaked " + type + ": " + records));
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, SoakTest::daemon);
        ExecutorService starter = Executors.newFixedThreadPool(2, SoakTest::daemon);
        try {
            open(timer, starter);
            run();
        } finally {
            traffics.forEach(Traffic::close);
            timer.shutdownNow();
            starter.shutdownNow();
            LOGGER.log(Level.INFO, "Seed {0}: {1}\n{2}", Long.toString(SEED), verifier.report(), samples.report());
        }
        assertThat(verifier.violations()).isEmpty();
        assertThat(samples.growth()).isEmpty();
    }

    private void open(ScheduledExecutorService timer, ExecutorService starter) throws IOException {
        for (Carrier carrier : Carrier.values()) {
            traffics.add(new Traffic(new Plans(SEED, carrier), verifier, timer, starter));
        }
    }

    private void run() throws InterruptedException {
        if (LENGTH.isZero()) {
            runLap(() -> traffics.stream().anyMatch(traffic -> traffic.started() < CALLS_IN_THE_BUILD));
            return;
        }
        for (int lap = 1; lap <= LAPS; lap++) {
            Duration end = LENGTH.multipliedBy(lap).dividedBy(LAPS);
            runLap(() -> elapsed().compareTo(end) < 0);
        }
    }

    /**
     * Keeps calls in flight while the condition holds, waits until they have ended, and checks the remaining resources.
     */
    private void runLap(BooleanSupplier holds) throws InterruptedException {
        traffics.forEach(Traffic::resume);
        while (holds.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(STEP.toMillis());
        }
        for (Traffic traffic : traffics) {
            traffic.pause();
        }
        samples.add(Sample.take(elapsed(), verifier.calls()));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "soak");
        thread.setDaemon(true);
        return thread;
    }
}
