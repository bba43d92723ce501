// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

/**
 * Knows the threads that do one transport's I/O: its workers, and any thread of a borrowed executor for as long as the
 * client calls the transport on it.
 *
 * <p>The client never calls back on its selector's thread.
 */
final class IoThreads {

    private final ThreadLocal<Boolean> marked = new ThreadLocal<>();

    /** Returns whether the current thread is one of them. */
    boolean containCurrent() {
        return marked.get() != null;
    }

    /** Runs a task on the current thread, which counts as one of them until the task ends. */
    void run(Runnable task) {
        if (containCurrent()) {
            task.run();
            return;
        }
        marked.set(true);
        try {
            task.run();
        } finally {
            marked.remove();
        }
    }
}
