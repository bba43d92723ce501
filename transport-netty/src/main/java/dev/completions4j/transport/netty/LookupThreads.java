// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool of daemon threads for blocking tasks, which must not throw. Threads end when they have been idle for a
 * while; tasks wait if all threads are busy. Safe for use by any thread.
 *
 * <p>Unlike the JDK's thread pool, this one reuses idle threads before it starts further ones.
 */
final class LookupThreads implements Executor {

    private final int maxThreads;
    private final ExecutorService threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    /**
     * @param maxThreads maximum number of threads
     * @param idleTime time after which an idle thread ends
     */
    LookupThreads(int maxThreads, Duration idleTime) {
        this.maxThreads = maxThreads;
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                idleTime.toNanos(),
                TimeUnit.NANOSECONDS,
                new SynchronousQueue<>(),
                new DaemonThreads("completions4j-netty-dns-"));
    }

    /** @throws OutOfMemoryError if no thread can be started; the task does not run in this case */
    @Override
    public synchronized void execute(Runnable task) {
        if (running == maxThreads) {
            waiting.add(task);
        } else {
            threads.execute(() -> runAll(task));
            running++;
        }
    }

    private void runAll(Runnable first) {
        for (Runnable task = first; task != null; task = next()) {
            task.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable task = waiting.poll();
        if (task == null) {
            running--;
        }
        return task;
    }
}
