// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads with numbered names. */
final class DaemonThreads implements ThreadFactory {

    private final String prefix;
    private final AtomicInteger made = new AtomicInteger();

    /** @param prefix followed by a number in each name */
    DaemonThreads(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public Thread newThread(Runnable task) {
        // Netty keeps its buffer caches for threads of this class.
        Thread thread = new FastThreadLocalThread(task, prefix + made.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
