// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The system's time; tasks run on the JDK's own timer thread. */
final class SystemScheduler implements Scheduler {

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Task schedule(Runnable task, Duration delay) {
        CompletableFuture<@Nullable Void> due = new CompletableFuture<>();
        var unused = due.thenRun(task);
        // Unlike a delayed executor, it forgets what is canceled.
        due.completeOnTimeout(null, Math.max(0, TimeUnit.NANOSECONDS.convert(delay)), TimeUnit.NANOSECONDS);
        return () -> due.cancel(false);
    }
}
