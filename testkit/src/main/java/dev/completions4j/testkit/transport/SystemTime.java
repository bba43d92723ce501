// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The system's clock. Each task runs on its own daemon thread, so a task that blocks does not delay others. The threads
 * inherit nothing from the JDK's thread for delays, which inherits from whoever used it first.
 */
final class SystemTime implements Scheduler {

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Task schedule(Runnable task, Duration delay) {
        Executor later = CompletableFuture.delayedExecutor(
                TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS, SystemTime::start);
        CompletableFuture<?> run = CompletableFuture.runAsync(task, later);
        return () -> run.cancel(false);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(null, task, "completions4j-fake-timer", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(SystemTime.class.getClassLoader());
        thread.start();
    }
}
