// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A clock and scheduler that only the test advances, for a client's timeouts.
 *
 * <pre>{@code
 * ManualTime time = new ManualTime();
 * CompletionsClient client = CompletionsClient.builder().scheduler(time).executor(Runnable::run) // ...
 * // ... a call ...
 * time.advance(Duration.ofMinutes(10));
 * }</pre>
 *
 * <p>Tasks that become due run inside {@link #advance}, on the thread that calls it, in the order of their times, each
 * at its own time. A client reports a deadline that passed on a thread of its own, so that no callback keeps the timer;
 * with the executor {@code Runnable::run} it reports it inside {@code advance} too.
 *
 * <p>Safe for use by any number of threads.
 */
public final class ManualTime implements Scheduler {

    private static final Comparator<Pending> BY_TIME =
            Comparator.<Pending>comparingLong(each -> each.dueAt).thenComparingLong(each -> each.number);

    private final Object lock = new Object();
    private final PriorityQueue<Pending> pending = new PriorityQueue<>(BY_TIME);
    private long now;
    private long scheduled;

    /** A clock that shows zero. */
    public ManualTime() {}

    /** How far the clock was moved so far. */
    @Override
    public long nanoTime() {
        synchronized (lock) {
            return now;
        }
    }

    @Override
    public Task schedule(Runnable task, Duration delay) {
        synchronized (lock) {
            Pending added = new Pending(task, now + Math.max(0, nanos(delay)), scheduled++);
            pending.add(added);
            return added;
        }
    }

    /**
     * Moves the clock, and runs the tasks that become due, those that they schedule among them.
     *
     * @param step not negative; zero runs what is due already
     */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("step is " + step + "; time does not go back");
        }
        long until = nanoTime() + nanos(step);
        for (Pending next = nextUntil(until); next != null; next = nextUntil(until)) {
            next.task.run();
        }
    }

    /** How many tasks wait for their time; none, once all clients are closed. */
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

    private static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
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
