// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A pool of daemon threads for the client's work and for calls of handlers. */
final class Workers implements Executor {

    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
    private final ThreadPoolExecutor threads;

    /** @param io marks the threads as I/O threads */
    Workers(IoThreads io) {
        this(newThreads(io));
    }

    Workers(ThreadFactory newThreads) {
        threads =
                new ThreadPoolExecutor(THREADS, THREADS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), newThreads) {
                    @Override
                    protected void terminated() {
                        stopped.complete(null);
                    }
                };
    }

    /** Runs a task on a worker; on the current thread if no worker is running and none can be started. */
    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (OutOfMemoryError noFurtherThread) {
            if (threads.getPoolSize() == 0 || !threads.getQueue().offer(task)) {
                task.run();
            }
        }
    }

    /** Stops the threads after the submitted tasks; the future completes when they have ended. */
    CompletableFuture<@Nullable Void> stop() {
        threads.shutdown();
        return stopped;
    }

    private static ThreadFactory newThreads(IoThreads io) {
        AtomicInteger started = new AtomicInteger();
        return loop -> {
            Thread thread = new Thread(() -> io.run(loop), "completions4j-jdk-" + started.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
