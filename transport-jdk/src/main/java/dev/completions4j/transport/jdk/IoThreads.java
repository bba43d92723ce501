// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

/**
 * Marks the I/O threads of a transport: its workers, and threads of a borrowed executor while the client calls the
 * transport on them.
 *
 * <p>The client never makes callbacks on its selector's thread.
 */
final class IoThreads {

    private final ThreadLocal<Boolean> marked = new ThreadLocal<>();

    /** Returns whether the current thread is one of them. */
    boolean containCurrent() {
        return marked.get() != null;
    }

    /** Runs a task on the current thread, which is marked as an I/O thread until the task ends. */
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
