// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.CompletableFuture;
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
        String name = prefix + made.incrementAndGet();
        // Netty caches buffers only for threads of this class, which always inherit from the thread that creates them.
        Thread thread = CompletableFuture.supplyAsync(
                        () -> new FastThreadLocalThread(task, name), DaemonThreads::runInheritingNothing)
                .join();
        thread.setDaemon(true);
        // Not null: handlers may use it to load classes.
        thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
        return thread;
    }

    private static void runInheritingNothing(Runnable creation) {
        Thread creator = new Thread(null, creation, "completions4j-netty-creator", 0, false);
        creator.setDaemon(true);
        creator.start();
    }
}
