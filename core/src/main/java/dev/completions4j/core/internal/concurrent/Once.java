// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a task at most once: foreign code may keep a task and still throw as if it had rejected it. Thread-safe. */
final class Once implements Runnable {

    private final Runnable task;
    private final AtomicBoolean claimed = new AtomicBoolean();

    Once(Runnable task) {
        this.task = task;
    }

    /** Takes the task, which {@link #run} does not run from then on; returns false if it has been taken or run. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    @Override
    public void run() {
        if (claim()) {
            task.run();
        }
    }
}
