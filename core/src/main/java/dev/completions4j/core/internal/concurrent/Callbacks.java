// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.concurrent;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a caller's code runs: on the current thread, or on the caller's executor.
 *
 * <p>Tasks are never lost and run once: one that the executor does not take runs on a thread of the client's own. An
 * executor that drops tasks without throwing is the exception, since nobody can see that. Safe for use by any thread.
 */
public final class Callbacks {

    /**
     * Run what no other thread may or wants to run. Any of these tasks may block, and then keeps a thread from the others,
     * so there are some more than one; with a bound, since a thousand timeouts may pass at once.
     */
    private static final ClientThreads SPARE_THREADS = new ClientThreads("completions4j-callback", 32);

    /** Continue calls whose back-off or pause has ended. Apart from the others, so that callbacks do not delay them. */
    private static final ClientThreads RESUMING_THREADS = new ClientThreads("completions4j-resume", 4);

    private final @Nullable Executor executor;

    /**
     * @param executor the caller's; null for the current thread
     */
    public Callbacks(@Nullable Executor executor) {
        this.executor = executor;
    }

    /** Whether {@link #run} runs its task before it returns, on the current thread. */
    public boolean isDirect() {
        return executor == null;
    }

    /**
     * Runs a task.
     *
     * @param whenRejected receives what the executor threw, before the task runs on a thread of the client's own
     */
    public void run(Runnable task, Consumer<Throwable> whenRejected) {
        if (executor == null) {
            task.run();
        } else {
            execute(executor, task, whenRejected);
        }
    }

    /** Runs a task as {@link #run} does, but never on the current thread, which is the timer's. */
    public void runFromTimer(Runnable task, Consumer<Throwable> whenRejected) {
        if (executor == null) {
            SPARE_THREADS.execute(task);
        } else {
            execute(executor, task, whenRejected);
        }
    }

    /**
     * Continues calls whose time has come, which the timer's thread must not do: they may read a key that the caller
     * supplies, and call the caller's listeners.
     */
    public void resume(Runnable task) {
        if (executor == null) {
            RESUMING_THREADS.execute(task);
        } else {
            execute(executor, task, rejection -> {});
        }
    }

    private static void execute(Executor executor, Runnable task, Consumer<Throwable> whenRejected) {
        Once once = new Once(task);
        try {
            executor.execute(once);
        } catch (Throwable e) {
            // An executor may run or keep the task, and throw all the same.
            if (once.claim()) {
                whenRejected.accept(e);
                SPARE_THREADS.execute(task);
            } else {
                UserCode.log(executor, "the task has run", e);
            }
        }
    }

    /** Whether the current thread is one of those that all clients share. */
    static boolean ownCurrentThread() {
        return ClientThreads.includeCurrent();
    }

    /** Runs a task for whoever comes first. */
    private static final class Once implements Runnable {

        private final Runnable task;
        private final AtomicBoolean claimed = new AtomicBoolean();

        Once(Runnable task) {
            this.task = task;
        }

        boolean claim() {
            return claimed.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (claim()) {
                task.run();
            }
        }
    }
}
