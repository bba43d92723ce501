package dev.completions4j.core.timer;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer with one daemon thread, which starts with the first task. */
public final class ThreadTimer implements Timer {

    private final ScheduledThreadPoolExecutor executor;

    public ThreadTimer() {
        executor = new ScheduledThreadPoolExecutor(1, ThreadTimer::thread, new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "completions4j-timer");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Timeout schedule(Runnable task, Duration delay) {
        Future<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
