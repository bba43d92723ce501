// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.spi.Scheduler;
import dev.completions4j.testkit.ManualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A manual clock that advances in steps until a run has ended, each after the run has noticed the previous one, so that hardly
 * any time passes while the run's thread is at work.
 */
final class SteppedTime implements Scheduler {

    /** Not as long as a pause, so that it tells reports from what else is scheduled. */
    private static final Duration STEP = Duration.ofSeconds(5);

    private final ManualTime time = new ManualTime();

    /** The number of reports of progress that were scheduled, and that no step was made for. */
    private final Semaphore reports = new Semaphore(0);

    /** Sets the clock of a run, and lets it report progress after each step. */
    BatchRunner.Builder set(BatchRunner.Builder runner) {
        return runner.scheduler(this).listener(progress -> {}, STEP);
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Task schedule(Runnable task, Duration delay) {
        Task added = time.schedule(task, delay);
        if (delay.equals(STEP)) {
            reports.release();
        }
        return added;
    }

    /** Advances the clock until a run has ended. */
    <T> CompletableFuture<T> untilDone(CompletableFuture<T> report) throws InterruptedException {
        long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(50);
        while (!report.isDone()) {
            assertThat(System.nanoTime()).as("the run has not ended").isLessThan(bound);
            // The run may end without scheduling a further report.
            if (reports.tryAcquire(10, TimeUnit.MILLISECONDS)) {
                time.advance(STEP);
            }
        }
        return report;
    }
}
