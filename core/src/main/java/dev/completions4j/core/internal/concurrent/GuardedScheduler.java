// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A caller's scheduler that no call depends on: what it refuses to schedule, by an exception or by returning null, the
 * system's scheduler runs after the same delay, and a clock that throws stands still. Safe for use by any thread.
 */
public final class GuardedScheduler implements Scheduler, AutoCloseable {

    private final Scheduler scheduler;
    private final AtomicLong lastTime = new AtomicLong();

    /** Null before it is needed. Guarded by this. */
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
            UserCode.log(scheduler, "the client's clock stands still", e);
            return lastTime.get();
        }
    }

    @Override
    public Task schedule(Runnable task, Duration delay) {
        Task scheduled = UserCode.get(
                scheduler, "the system's scheduler takes the task", () -> scheduler.schedule(task, delay), null);
        return scheduled == null ? scheduleBySystem(task, delay) : guarded(scheduled);
    }

    private Task guarded(Task task) {
        return () -> UserCode.run(task, "the task may run all the same", task::cancel);
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
