// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The system's time; tasks run on the JDK's own timer thread. */
final class SystemScheduler implements Scheduler {

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Task schedule(Runnable task, Duration delay) {
        CompletableFuture<?> scheduled = CompletableFuture.runAsync(
                task,
                CompletableFuture.delayedExecutor(
                        Math.max(0, TimeUnit.NANOSECONDS.convert(delay)), TimeUnit.NANOSECONDS, Runnable::run));
        return () -> scheduled.cancel(false);
    }
}
