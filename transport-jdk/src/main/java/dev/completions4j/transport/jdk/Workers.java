// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A pool of daemon threads for the client's work and for calls of handlers. They inherit neither thread-local variables
 * nor the context class loader of the thread that happens to start them.
 */
final class Workers implements Executor {

    static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
    private final ThreadPoolExecutor threads;

    /** The tasks submitted by the start that is running on the current thread; null if there is none. */
    @SuppressWarnings("ThreadLocalUsage") // A start may use another transport, whose tasks belong to its own workers.
    private final ThreadLocal<@Nullable Queue<Runnable>> submittedByStart = new ThreadLocal<>();

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
        Queue<Runnable> submitted = submittedByStart.get();
        if (submitted != null) {
            submitted.add(task);
            return;
        }
        try {
            threads.execute(task);
        } catch (OutOfMemoryError noFurtherThread) {
            if (threads.getPoolSize() == 0 || !threads.getQueue().offer(task)) {
                task.run();
            }
        }
    }

    /**
     * Runs the start of an exchange on a worker. The first task that it submits runs on the same worker afterwards,
     * since the client submits the rest of the start, which would otherwise wait for a thread a second time.
     */
    void start(Runnable start) {
        execute(() -> runWhole(start));
    }

    private void runWhole(Runnable start) {
        Queue<Runnable> submitted = new ArrayDeque<>();
        submittedByStart.set(submitted);
        try {
            start.run();
        } finally {
            submittedByStart.remove();
            Runnable rest = submitted.poll();
            submitted.forEach(this::executeOrRun);
            if (rest != null) {
                rest.run();
            }
        }
    }

    /** Runs a task on a worker; on the current thread if the workers were stopped since it was submitted. */
    private void executeOrRun(Runnable task) {
        try {
            execute(task);
        } catch (RejectedExecutionException stopped) {
            task.run();
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
            String name = "completions4j-jdk-" + started.incrementAndGet();
            Thread thread = Detached.thread(() -> new Thread(null, () -> io.run(loop), name, 0, false));
            thread.setDaemon(true);
            // Not null: handlers may use it to load classes.
            thread.setContextClassLoader(Workers.class.getClassLoader());
            return thread;
        };
    }
}
