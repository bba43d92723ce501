// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A clock and scheduler that a test advances explicitly, for deterministic tests of timeouts, delays and retries.
 *
 * <pre>{@code
 * ManualTime time = new ManualTime();
 * CompletionsClient client = CompletionsClient.builder().scheduler(time).executor(Runnable::run) // ...
 * // ... start a call ...
 * time.advance(Duration.ofMinutes(10));
 * }</pre>
 *
 * <p>Due tasks run within {@link #advance}, on the thread that calls it, in chronological order, each at its own time.
 * A client reports an expired timeout on a thread of its executor, so that callbacks never block the timer; with the
 * executor {@code Runnable::run}, it does so within {@code advance}.
 *
 * <p>Safe for use by multiple threads.
 */
public final class ManualTime implements Scheduler {

    private static final Comparator<Pending> BY_TIME =
            Comparator.<Pending>comparingLong(each -> each.dueAt).thenComparingLong(each -> each.number);

    private final Object lock = new Object();
    private final PriorityQueue<Pending> pending = new PriorityQueue<>(BY_TIME);
    private long now;
    private long scheduled;

    /** Creates a clock whose time is zero. */
    public ManualTime() {}

    /** Returns the total time by which the clock has been advanced, in nanoseconds. */
    @Override
    public long nanoTime() {
        synchronized (lock) {
            return now;
        }
    }

    @Override
    public Task schedule(Runnable task, Duration delay) {
        synchronized (lock) {
            Pending added = new Pending(task, later(delay), scheduled++);
            pending.add(added);
            return added;
        }
    }

    /**
     * Advances the clock and runs the tasks that become due, including tasks scheduled by those tasks.
     *
     * @param step the time to advance by, zero or more; zero runs the tasks that are due already
     * @throws IllegalArgumentException if the step is negative
     */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("step is " + step + "; it must not be negative");
        }
        long until = later(step);
        for (Pending next = nextUntil(until); next != null; next = nextUntil(until)) {
            next.task.run();
        }
    }

    /** Returns the number of scheduled tasks; zero after all clients have been closed. */
    public int pendingTasks() {
        synchronized (lock) {
            return pending.size();
        }
    }

    private @Nullable Pending nextUntil(long until) {
        synchronized (lock) {
            Pending next = pending.peek();
            if (next == null || next.dueAt > until) {
                now = Math.max(now, until);
                return null;
            }
            now = Math.max(now, next.dueAt);
            return pending.remove();
        }
    }

    /** Returns the time after a delay; the last time of the clock if the delay is longer. */
    private long later(Duration delay) {
        long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(delay));
        synchronized (lock) {
            return nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanos;
        }
    }

    private final class Pending implements Task {

        private final Runnable task;
        private final long dueAt;
        private final long number;

        private Pending(Runnable task, long dueAt, long number) {
            this.task = task;
            this.dueAt = dueAt;
            this.number = number;
        }

        @Override
        public void cancel() {
            synchronized (lock) {
                pending.remove(this);
            }
        }
    }
}
