package dev.completions4j.core.callback;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where callers' code runs: on the thread at hand, or on the caller's executor. Safe for use by any thread. */
public final class Callbacks {

    private static final AtomicLong THREADS = new AtomicLong();

    /**
     * For what no other thread may or wants to run. Without a bound, since any of the callbacks may block, and the others
     * must not wait for it; idle threads end soon.
     */
    private static final Executor SPARE_THREADS =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "completions4j-callback-" + THREADS.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });

    /** One thread for all clients, which is there while there is work for it. */
    private static final Executor RESUMING_THREAD = resumingThread();

    private final @Nullable Executor executor;

    /**
     * @param executor the caller's; null for the thread at hand
     */
    public Callbacks(@Nullable Executor executor) {
        this.executor = executor;
    }

    private static Executor resumingThread() {
        ThreadPoolExecutor thread =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread daemon = new Thread(task, "completions4j-resume");
                    daemon.setDaemon(true);
                    return daemon;
                });
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /** Whether {@link #run} runs its task before it returns, on the thread at hand. */
    public boolean isDirect() {
        return executor == null;
    }

    /**
     * Runs the task, which must not be lost.
     *
     * @param whenRejected told before the task runs on a thread that is not the executor's
     */
    public void run(Runnable task, Consumer<RejectedExecutionException> whenRejected) {
        if (executor == null) {
            task.run();
        } else {
            execute(executor, task, whenRejected);
        }
    }

    /** As {@link #run} does, but never on the thread at hand, which is the timer's. */
    public void runFromTimer(Runnable task, Consumer<RejectedExecutionException> whenRejected) {
        execute(executor == null ? SPARE_THREADS : executor, task, whenRejected);
    }

    /**
     * Goes on with calls whose time has come, which the timer's thread must not do: they may read a key that the caller
     * supplies, and tell the caller's listeners.
     */
    public void resume(Runnable task) {
        execute(executor == null ? RESUMING_THREAD : executor, task, rejection -> {});
    }

    private static void execute(Executor executor, Runnable task, Consumer<RejectedExecutionException> whenRejected) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            whenRejected.accept(e);
            SPARE_THREADS.execute(task);
        }
    }
}
