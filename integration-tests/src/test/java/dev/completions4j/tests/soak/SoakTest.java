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
 * Calls over every carrier at once, to servers that answer, err, stall, cut and lie by a seeded plan, from callers that
 * cancel, hurry, dawdle and close their clients: every call ends once, in time, with the outcome that what its server did
 * implies; heap, threads, descriptors and direct memory do not grow.
 *
 * <p>In the build there are few calls; the profile {@code soak} lets it run for {@code soak.minutes}. The property
 * {@code soak.seed} repeats a run's plans.
 */
@Tag("soak")
class SoakTest {

    private static final System.Logger LOGGER = System.getLogger(SoakTest.class.getName());
    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("soak.minutes", 0));
    private static final long SEED = Long.getLong("soak.seed", 20_261_128);
    private static final int CALLS_IN_THE_BUILD = 40;
    private static final int LAPS = 30;
    private static final Duration STEP = Duration.ofMillis(50);

    private final Accounts accounts = new Accounts();
    private final Samples samples = new Samples();
    private final List<Traffic> traffics = new ArrayList<>();
    private final long start = System.nanoTime();

    @Timeout(value = 3, unit = TimeUnit.MINUTES) // in the build; the profile has no limit
    @Test
    void everyCallIsAccountedForAndNothingGrows() throws Exception {
        ByteBufUtil.setLeakListener((type, records) -> accounts.violate("leaked " + type + ": " + records));
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, SoakTest::daemon);
        ExecutorService starter = Executors.newFixedThreadPool(2, SoakTest::daemon);
        try {
            open(timer, starter);
            run();
        } finally {
            traffics.forEach(Traffic::close);
            timer.shutdownNow();
            starter.shutdownNow();
            LOGGER.log(Level.INFO, "Seed {0}: {1}\n{2}", Long.toString(SEED), accounts.report(), samples.report());
        }
        assertThat(accounts.violations()).isEmpty();
        assertThat(samples.growth()).isEmpty();
    }

    private void open(ScheduledExecutorService timer, ExecutorService starter) throws IOException {
        for (Carrier carrier : Carrier.values()) {
            traffics.add(new Traffic(new Plans(SEED, carrier), accounts, timer, starter));
        }
    }

    private void run() throws InterruptedException {
        if (LENGTH.isZero()) {
            runLap(() -> traffics.stream().anyMatch(traffic -> traffic.begun() < CALLS_IN_THE_BUILD));
            return;
        }
        for (int lap = 1; lap <= LAPS; lap++) {
            Duration end = LENGTH.multipliedBy(lap).dividedBy(LAPS);
            runLap(() -> elapsed().compareTo(end) < 0);
        }
    }

    /** Keeps up the traffic for as long as something holds, lets it end, and looks at what is left. */
    private void runLap(BooleanSupplier holds) throws InterruptedException {
        traffics.forEach(Traffic::resume);
        while (holds.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(STEP.toMillis());
        }
        for (Traffic traffic : traffics) {
            traffic.pause();
        }
        samples.add(Sample.take(elapsed(), accounts.calls()));
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
