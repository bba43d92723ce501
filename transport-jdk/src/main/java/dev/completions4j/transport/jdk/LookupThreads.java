// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool of daemon threads for blocking tasks, which must not throw. Idle threads are reused before further
 * ones are started, and end after a while; tasks wait if all threads are busy. Safe for use by any thread.
 *
 * <p>The threads inherit neither thread-local variables nor the context class loader of the thread that happens to
 * start them, since they outlive its transport.
 */
final class LookupThreads implements Executor {

    private final int maxThreads;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Executor threads;

    private int busy;

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
                LookupThreads::newThread);
    }

    /** @throws OutOfMemoryError if no thread can be started; the task does not run in this case */
    @Override
    public synchronized void execute(Runnable task) {
        if (busy == maxThreads) {
            waiting.add(task);
        } else {
            threads.execute(() -> runAll(task));
            busy++;
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
            busy--;
        }
        return task;
    }

    private static Thread newThread(Runnable loop) {
        Thread thread = Detached.thread(() -> new Thread(null, loop, "completions4j-jdk-dns", 0, false));
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }
}
