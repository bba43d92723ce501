// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates daemon threads with numbered names, which inherit neither thread-local variables nor class loaders of the
 * thread that happens to start them.
 */
final class DaemonThreads implements ThreadFactory {

    private final String prefix;
    private final AtomicInteger made = new AtomicInteger();

    /** @param prefix prefix of the threads' names */
    DaemonThreads(String prefix) {
        this.prefix = prefix;
    }

    /**
     * Creates a thread. Before Java 24, a thread keeps the access control context of its creation, and with it the class
     * loaders of all classes on the stack; this hides the callers.
     */
    @Override
    @SuppressWarnings("removal") // There is no other way, and it has no effect where it is not needed.
    public Thread newThread(Runnable task) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> create(task));
    }

    private Thread create(Runnable task) {
        Thread thread = new Thread(null, task, prefix + made.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        // Not null: handlers may use it to load classes.
        thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
        return thread;
    }
}
