// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded pool of daemon threads shared by all clients of the process. Threads end after an idle time, and when the
 * last client is closed. They inherit neither thread-local variables nor class loaders of the thread that happens to
 * start them, which may serve another application or user.
 *
 * <p>Tasks are never rejected: a task waits if no thread is free, and runs on the submitting thread if no thread can be
 * started, for example for lack of memory. Tasks of closed clients run, too. Thread-safe.
 */
final class ClientThreads {

    /** The minimum: a pool whose core threads time out does not permit zero. */
    private static final Duration AT_ONCE = Duration.ofNanos(1);

    private final Duration idleTime;
    private final ThreadPoolExecutor pool;
    /** Guarded by this. */
    private int clients;

    /**
     * @param name prefix of the threads' names
     * @param most maximum number of threads
     * @param idleTime time after which an idle thread ends while there are clients
     */
    ClientThreads(String name, int most, Duration idleTime) {
        AtomicLong count = new AtomicLong();
        this.idleTime = idleTime;
        pool = new ThreadPoolExecutor(
                most,
                most,
                AT_ONCE.toNanos(),
                TimeUnit.NANOSECONDS,
                new LinkedBlockingQueue<>(),
                task -> DetachedThread.create(() -> new ClientThread(task, name + "-" + count.incrementAndGet())));
        pool.allowCoreThreadTimeOut(true);
    }

    /** Adds a client, for which idle threads are kept. */
    synchronized void acquire() {
        clients++;
        if (clients == 1) {
            pool.setKeepAliveTime(idleTime.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Removes a client; idle threads end if it was the last one. */
    synchronized void release() {
        clients--;
        if (clients == 0) {
            pool.setKeepAliveTime(AT_ONCE.toNanos(), TimeUnit.NANOSECONDS);
        }
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
            super(null, task, name, 0, false);
            setDaemon(true);
            // Not null: code of callers may use it to load classes.
            setContextClassLoader(ClientThread.class.getClassLoader());
        }
    }
}
