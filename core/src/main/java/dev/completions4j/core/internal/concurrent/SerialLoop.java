// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serializes the handling of signals from any thread: runs a task repeatedly until it has run after the last signal,
 * never on two threads at once and never recursively.
 *
 * <p>The thread that signals first runs the loop or delegates it; signals that arrive in the meantime are handled by
 * the same run. Writes before a signal are visible to the run that follows it. A throwable from the task is logged and
 * does not stop the loop.
 */
public final class SerialLoop implements Runnable {

    private final AtomicInteger signals = new AtomicInteger();
    private final Runnable task;

    /** @param task handles everything recorded before the signals; run by one thread at a time */
    public SerialLoop(Runnable task) {
        this.task = task;
    }

    /**
     * Records a signal.
     *
     * @return true if no thread is running the loop: the caller must ensure that {@link #run} is called once
     */
    public boolean signal() {
        return signals.getAndIncrement() == 0;
    }

    /** Records a signal, and runs the loop on the current thread unless another thread is running it. */
    public void signalAndRun() {
        if (signal()) {
            run();
        }
    }

    /** Runs the task until no signal is left. To be called after {@link #signal} has returned true. */
    @Override
    public void run() {
        int missed = 1;
        while (missed != 0) {
            try {
                runOnce();
            } catch (Throwable e) {
                // Logging failed as well, for lack of stack or memory.
            }
            missed = signals.addAndGet(-missed);
        }
    }

    private void runOnce() {
        try {
            task.run();
        } catch (Throwable e) {
            UserCode.log(task, "its signals are handled nevertheless", e);
        }
    }
}
