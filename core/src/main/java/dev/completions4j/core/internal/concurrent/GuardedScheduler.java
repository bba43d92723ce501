// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Contains failures of a caller's scheduler: a task that it rejects, by an exception or by returning null, is scheduled
 * by the system's scheduler, and runs once even if both run it; if its clock throws, the last time is used. Thread-safe.
 */
public final class GuardedScheduler implements Scheduler, AutoCloseable {

    private final Scheduler scheduler;
    private final AtomicLong lastTime = new AtomicLong();

    /** Created on demand. Guarded by this. */
    private @Nullable SystemScheduler system;

    private boolean closed;

    public GuardedScheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public long nanoTime() {
        try {
            long now = scheduler.nanoTime();
            lastTime.set(now);
            return now;
        } catch (Throwable e) {
            UserCode.log(scheduler, "the client uses the last known time", e);
            return lastTime.get();
        }
    }

    @Override
    public Task schedule(Runnable task, Duration delay) {
        // A scheduler may keep the task and still throw, or return null.
        Once once = new Once(task);
        Task scheduled = UserCode.get(
                scheduler, "the system's scheduler takes the task", () -> scheduler.schedule(once, delay), null);
        return scheduled == null ? scheduleBySystem(once, delay) : guarded(scheduled);
    }

    private Task guarded(Task task) {
        return () -> UserCode.run(task, "the cancelled task may still run", task::cancel);
    }

    private synchronized Task scheduleBySystem(Runnable task, Duration delay) {
        if (closed) {
            return () -> {};
        }
        if (system == null) {
            system = new SystemScheduler();
        }
        return system.schedule(task, delay);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (system != null) {
            system.close();
        }
    }
}
