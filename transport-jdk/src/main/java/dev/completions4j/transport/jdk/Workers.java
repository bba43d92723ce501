package dev.completions4j.transport.jdk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A few daemon threads, started as they are needed, on which the client works and handlers are called. */
final class Workers implements Executor {

    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final AtomicInteger started = new AtomicInteger();
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    THREADS, THREADS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newThread) {
                @Override
                protected void terminated() {
                    stopped.complete(null);
                }
            };

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Ends the threads after the tasks that were given to them; the future completes when they have ended. */
    CompletableFuture<@Nullable Void> stop() {
        threads.shutdown();
        return stopped;
    }

    private Thread newThread(Runnable loop) {
        Thread thread = new Thread(loop, "completions4j-jdk-" + started.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
