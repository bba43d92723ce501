package dev.completions4j.core.timer;

import java.time.Duration;

/** Runs short tasks later. Safe for use by any thread. */
public interface Timer extends AutoCloseable {

    /** A task that waits. */
    interface Timeout {
        /** Keeps the task from running, unless it runs already. */
        void cancel();
    }

    /**
     * Runs a task once, after the delay, on the timer's thread, which the task must not block.
     *
     * <p>A closed timer runs nothing.
     */
    Timeout schedule(Runnable task, Duration delay);

    /** Drops the tasks that wait, and ends the timer's thread. */
    @Override
    void close();
}
