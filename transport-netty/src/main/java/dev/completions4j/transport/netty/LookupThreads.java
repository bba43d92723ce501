// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks that may block, and that throw nothing, on a bounded number of daemon threads, which end when they have been idle for a while. A
 * further task waits for one of them. Safe for use by any thread.
 *
 * <p>A thread pool of the JDK starts its core threads one by one though others are idle; this one reuses those first.
 */
final class LookupThreads implements Executor {

    private static final int IDLE_SECONDS = 5;

    private final int maxThreads;
    private final ExecutorService threads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    /** @param maxThreads how many tasks run at a time */
    LookupThreads(int maxThreads) {
        this.maxThreads = maxThreads;
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new DaemonThreads("completions4j-netty-dns-"));
    }

    /** @throws OutOfMemoryError if no thread can be started; the task is not run then */
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
