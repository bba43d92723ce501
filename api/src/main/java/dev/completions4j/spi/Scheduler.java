// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spi;

import java.time.Duration;

/**
 * The clock and timer of a client.
 *
 * <p>The default uses the system's time; tests can supply a scheduler with manual time, such as the testkit's
 * {@code ManualTime}. Safe for use by multiple threads. Applications may implement this interface; methods added to it
 * in later releases have default implementations.
 *
 * @since 0.1.0
 */
public interface Scheduler {

    /** Returns the time in nanoseconds since an arbitrary origin; never decreases. */
    long nanoTime();

    /**
     * Runs a task once after a delay, on a thread that the task does not block.
     *
     * @param task the task
     * @param delay the delay; if it is not positive, the task runs immediately, but not within this call
     * @return a handle that cancels the task
     */
    Task schedule(Runnable task, Duration delay);

    /** A scheduled task. */
    interface Task {

        /** Prevents the task from running, unless it is running or has run. */
        void cancel();
    }
}
