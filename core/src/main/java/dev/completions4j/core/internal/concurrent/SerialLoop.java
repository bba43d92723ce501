// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serializes what any thread signals: runs one task again and again until it has run after the last signal, never on two
 * threads at once and never inside itself.
 *
 * <p>Whoever signals first runs the loop, or has another thread run it; whoever signals meanwhile leaves the work to that
 * thread. What a thread wrote before its signal is visible to the run that follows. A throwable that leaves the task is
 * logged and stops nothing: the loop goes on for the signals that came meanwhile.
 */
public final class SerialLoop implements Runnable {

    private final AtomicInteger signals = new AtomicInteger();
    private final Runnable task;

    /** @param task deals with all that was noted before the signals; run by one thread at a time */
    public SerialLoop(Runnable task) {
        this.task = task;
    }

    /**
     * Notes a signal.
     *
     * @return true if no thread is in the loop: the caller must see to it that {@link #run} is called once
     */
    public boolean signal() {
        return signals.getAndIncrement() == 0;
    }

    /** Notes a signal, and runs the loop on the current thread unless another one is in it. */
    public void signalAndRun() {
        if (signal()) {
            run();
        }
    }

    /** Runs the task until no signal is left. For the one whose {@link #signal} returned true. */
    @Override
    public void run() {
        int missed = 1;
        while (missed != 0) {
            try {
                runOnce();
            } catch (Throwable e) {
                // Not even the stack to log it was left.
            }
            missed = signals.addAndGet(-missed);
        }
    }

    private void runOnce() {
        try {
            task.run();
        } catch (Throwable e) {
            UserCode.log(task, "the loop goes on", e);
        }
    }
}
