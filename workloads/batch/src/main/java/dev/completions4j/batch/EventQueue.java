// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The events of a run: actions that any thread adds, now or after a delay, and that the run's thread executes. */
final class EventQueue {

    /** How long to wait for more events, if nothing depends on them. */
    private static final long MORE_EVENTS_NANOS = 2_000_000;

    private final Scheduler scheduler;
    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();

    /** The run's thread while it has nothing to do. */
    private volatile @Nullable Thread idle;

    // Used by the run's thread only.
    private final List<Scheduler.Task> timers = new ArrayList<>();
    private Scheduler.@Nullable Task repeated;

    EventQueue(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Adds an event. */
    void add(Runnable event) {
        events.add(event);
        Thread thread = idle;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Adds an event after a delay. */
    void after(Duration delay, Runnable event) {
        timers.add(scheduler.schedule(() -> add(event), delay));
    }

    /** Adds an event at each interval, counted from the end of the previous one. */
    void every(Duration interval, Runnable event) {
        repeated = scheduler.schedule(
                () -> add(() -> {
                    event.run();
                    every(interval, event);
                }),
                interval);
    }

    /**
     * Waits for an event, and runs all that have arrived.
     *
     * @param urgent returns whether something depends on the first one
     */
    void run(BooleanSupplier urgent) {
        Runnable event = take();
        if (!urgent.getAsBoolean()) {
            // Waking up for each event would cost more than the event.
            LockSupport.parkNanos(MORE_EVENTS_NANOS);
        }
        for (; event != null; event = events.poll()) {
            event.run();
        }
    }

    private Runnable take() {
        Runnable event = events.poll();
        while (event == null) {
            idle = Thread.currentThread();
            // What was added before was not announced.
            event = events.poll();
            if (event == null) {
                LockSupport.park(this);
                // An interrupt that foreign code left behind would keep the thread from parking.
                var unused = Thread.interrupted();
                event = events.poll();
            }
            idle = null;
        }
        return event;
    }

    /** Cancels what was to be added later. */
    void cancelTimers() {
        timers.forEach(EventQueue::cancel);
        if (repeated != null) {
            cancel(repeated);
        }
    }

    private static void cancel(Scheduler.Task timer) {
        ForeignCode.run(timer::cancel, "A scheduler threw when a timer of a batch was canceled; the run continues");
    }
}
