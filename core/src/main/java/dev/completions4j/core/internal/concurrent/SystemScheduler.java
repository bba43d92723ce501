// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The system clock, and a daemon thread for the timers of all clients. The thread ends when the last client is closed.
 * It inherits neither thread-local variables nor class loaders of the thread that happens to start it.
 */
public final class SystemScheduler implements Scheduler, AutoCloseable {

    private static final Object LOCK = new Object();
    private static @Nullable ScheduledThreadPoolExecutor shared;
    private static int users;

    private final ScheduledThreadPoolExecutor executor = acquire();
    private final AtomicBoolean closed = new AtomicBoolean();

    private static ScheduledThreadPoolExecutor acquire() {
        synchronized (LOCK) {
            ScheduledThreadPoolExecutor current = shared;
            if (current == null) {
                current = new ScheduledThreadPoolExecutor(
                        1,
                        task -> DetachedThread.create(() -> new TimerThread(task)),
                        new ThreadPoolExecutor.DiscardPolicy());
                current.setRemoveOnCancelPolicy(true);
                // If no thread can be started, the client's construction must fail, not its first call.
                current.prestartCoreThread();
                shared = current;
            }
            users++;
            return current;
        }
    }

    /** Returns whether the current thread is the one that all clients share, which must not run the caller's code. */
    static boolean ownsCurrentThread() {
        return Thread.currentThread() instanceof TimerThread;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Task schedule(Runnable task, Duration delay) {
        Future<?> future = executor.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** Releases this client's use of the thread. Idempotent. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        synchronized (LOCK) {
            users--;
            if (users == 0) {
                executor.shutdownNow();
                shared = null;
            }
        }
    }

    private static final class TimerThread extends Thread {

        TimerThread(Runnable task) {
            super(null, task, "completions4j-timer", 0, false);
            setDaemon(true);
            setContextClassLoader(TimerThread.class.getClassLoader());
        }
    }
}
