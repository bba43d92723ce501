// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates daemon threads with numbered names. */
final class DaemonThreads implements ThreadFactory {

    private final String prefix;
    private final AtomicInteger made = new AtomicInteger();

    /** @param prefix prefix of the threads' names */
    DaemonThreads(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public Thread newThread(Runnable task) {
        // Netty caches buffers only for threads of this class.
        Thread thread = new FastThreadLocalThread(task, prefix + made.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
