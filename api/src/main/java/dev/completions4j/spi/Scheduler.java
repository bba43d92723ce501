// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spi;

import java.time.Duration;

/**
 * The time of a client: a clock, and a timer for its timeouts.
 *
 * <p>The system's by default; a test brings one that stands still, such as the testkit's {@code ManualTime}. Safe for
 * use by any number of threads.
 */
public interface Scheduler {

    /** Nanoseconds since a moment of its own choice; never goes back. */
    long nanoTime();

    /**
     * Runs a task once, after the delay, on a thread that the task does not block.
     *
     * @param delay from now; one that is not positive means at once, but still not inside this call
     * @return takes the task back
     */
    Task schedule(Runnable task, Duration delay);

    /** A task that waits for its time. */
    interface Task {

        /** Keeps the task from running, unless it runs already or has run. */
        void cancel();
    }
}
