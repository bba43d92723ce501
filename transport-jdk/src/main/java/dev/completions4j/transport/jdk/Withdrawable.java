// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A task that can be withdrawn until it runs. Afterwards it holds no references, although an executor may still hold
 * the task. Safe for use by any thread.
 */
final class Withdrawable implements Runnable {

    private final AtomicReference<@Nullable Runnable> task;

    Withdrawable(Runnable task) {
        this.task = new AtomicReference<>(task);
    }

    /** Runs the task, unless it has run or was withdrawn. */
    @Override
    public void run() {
        Runnable task = this.task.getAndSet(null);
        if (task != null) {
            task.run();
        }
    }

    void withdraw() {
        task.set(null);
    }
}
