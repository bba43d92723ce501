// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates daemon threads with numbered names, which inherit neither thread-local variables nor the context class loader
 * of the thread that happens to start them.
 */
final class DaemonThreads implements ThreadFactory {

    private final String prefix;
    private final AtomicInteger made = new AtomicInteger();

    /** @param prefix prefix of the threads' names */
    DaemonThreads(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(null, task, prefix + made.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        // Not null: handlers may use it to load classes.
        thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
        return thread;
    }
}
