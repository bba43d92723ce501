// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A few daemon threads for all clients of the process, which end when they have been idle for a second.
 *
 * <p>A task is never refused: if no thread is free, it waits; if none can be started, for lack of memory say, it runs on
 * the thread that brought it.
 */
final class ClientThreads {

    private final ThreadPoolExecutor pool;

    /**
     * @param name the first part of the threads' names
     * @param most how many tasks can run at once; the others wait for their turn
     */
    ClientThreads(String name, int most) {
        AtomicLong count = new AtomicLong();
        pool = new ThreadPoolExecutor(
                most,
                most,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> new ClientThread(task, name + "-" + count.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
    }

    void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (Throwable e) {
            // OutOfMemoryError, "unable to create native thread": one that runs already can take the task.
            pool.remove(task);
            if (pool.getPoolSize() > 0) {
                pool.getQueue().add(task);
            }
            // Unless the last of them has ended meanwhile.
            if (pool.getPoolSize() == 0) {
                pool.remove(task);
                task.run();
            }
        }
    }

    /** Whether the current thread is one of any client's own. */
    static boolean includeCurrent() {
        return Thread.currentThread() instanceof ClientThread;
    }

    private static final class ClientThread extends Thread {

        ClientThread(Runnable task, String name) {
            super(task, name);
            setDaemon(true);
        }
    }
}
