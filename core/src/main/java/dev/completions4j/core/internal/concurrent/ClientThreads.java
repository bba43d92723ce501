// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded pool of daemon threads shared by all clients of the process. Threads end after one idle second.
 *
 * <p>Tasks are never rejected: a task waits if no thread is free, and runs on the submitting thread if no thread can be
 * started, for example for lack of memory.
 */
final class ClientThreads {

    private final ThreadPoolExecutor pool;

    /**
     * @param name prefix of the threads' names
     * @param most maximum number of threads
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
            // OutOfMemoryError, "unable to create native thread": a running thread can take the task.
            pool.remove(task);
            if (pool.getPoolSize() > 0) {
                pool.getQueue().add(task);
                // The last thread may have ended in the meantime, with or without the task.
                if (pool.getPoolSize() > 0 || !pool.remove(task)) {
                    return;
                }
            }
            task.run();
        }
    }

    /** Returns whether the current thread belongs to any such pool. */
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
