// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the caller's code, on the current thread or on the caller's executor.
 *
 * <p>Every task runs exactly once: a task that the executor rejects runs on a thread of the client. Only a task that an
 * executor discards without throwing is lost, since this cannot be detected. Thread-safe.
 *
 * <p>Tasks run after {@link #close}, too; but then threads are not kept for further ones.
 */
public final class Callbacks implements AutoCloseable {

    private static final Duration IDLE_TIME = Duration.ofSeconds(1);

    /**
     * Run tasks that no other thread can run. More than one thread, since any of these tasks may block; bounded, since
     * a thousand timeouts may expire at once.
     */
    private static final ClientThreads SPARE_THREADS = new ClientThreads("completions4j-callback", 32, IDLE_TIME);

    /** Continue calls after a back-off or a pause. Separate, so that blocked callbacks do not delay them. */
    private static final ClientThreads RESUMING_THREADS = new ClientThreads("completions4j-resume", 4, IDLE_TIME);

    /** Set while the current thread passes a task to an executor, which may run the task meanwhile. */
    private static final ThreadLocal<Boolean> SUBMITTING = new ThreadLocal<>();

    /** Set while the current thread has a result that it delivers next. */
    private static final ThreadLocal<Boolean> DELIVERING = new ThreadLocal<>();

    private final @Nullable Executor executor;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param executor the caller's executor; null to use the current thread
     */
    public Callbacks(@Nullable Executor executor) {
        this.executor = executor;
        SPARE_THREADS.acquire();
        RESUMING_THREADS.acquire();
    }

    /**
     * Runs a task on a thread that delivers a result next. What this task passes to the executor is passed on by another
     * thread, since an executor may run it at once, or block until its current task has ended.
     */
    public void beforeDelivery(Runnable task) {
        DELIVERING.set(true);
        try {
            task.run();
        } finally {
            DELIVERING.remove();
        }
    }

    /** Returns whether {@link #run} runs its task on the current thread, before it returns. */
    public boolean isDirect() {
        return executor == null;
    }

    /**
     * Returns whether the current task may block without keeping another call from its response, which is true on a
     * thread of the caller's executor, unless that runs tasks on the submitting thread.
     */
    public boolean mayBlock() {
        return executor != null && SUBMITTING.get() == null;
    }

    /**
     * Runs a task.
     *
     * @param whenRejected receives the executor's exception, before the task runs on a thread of the client
     */
    public void run(Runnable task, Consumer<Throwable> whenRejected) {
        if (executor == null) {
            task.run();
        } else {
            pass(executor, task, whenRejected);
        }
    }

    /** Runs a task like {@link #run}, but not on the current thread, which is the timer's. */
    public void runFromTimer(Runnable task, Consumer<Throwable> whenRejected) {
        if (executor == null) {
            SPARE_THREADS.execute(task);
        } else {
            pass(executor, task, whenRejected);
        }
    }

    /**
     * Continues a call on another thread. The timer's must not do that, since it involves the caller's key supplier and
     * listeners.
     */
    public void resume(Runnable task) {
        if (executor == null) {
            RESUMING_THREADS.execute(task);
        } else {
            pass(executor, task, rejection -> {});
        }
    }

    /**
     * Passes a task to the executor, on another thread if this one delivers a result next, or is that of all clients' timers:
     * an executor may block, or run the task itself.
     */
    private static void pass(Executor executor, Runnable task, Consumer<Throwable> whenRejected) {
        if (DELIVERING.get() != null || SystemScheduler.ownsCurrentThread()) {
            SPARE_THREADS.execute(() -> execute(executor, task, whenRejected));
        } else {
            execute(executor, task, whenRejected);
        }
    }

    private static void execute(Executor executor, Runnable task, Consumer<Throwable> whenRejected) {
        Once once = new Once(task);
        Boolean nested = SUBMITTING.get();
        SUBMITTING.set(true);
        try {
            executor.execute(once);
        } catch (Throwable e) {
            // An executor may run or keep the task and still throw.
            if (once.claim()) {
                whenRejected.accept(e);
                SPARE_THREADS.execute(task);
            } else {
                UserCode.log(executor, "the task has run", e);
            }
        } finally {
            if (nested == null) {
                SUBMITTING.remove();
            }
        }
    }

    /** Releases this client's use of the threads. Idempotent. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            SPARE_THREADS.release();
            RESUMING_THREADS.release();
        }
    }

    /** Returns whether the current thread is one of the threads shared by all clients. */
    static boolean ownCurrentThread() {
        return ClientThreads.includeCurrent() || SystemScheduler.ownsCurrentThread();
    }
}
