// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The JDK's thread for delays, which {@link CompletableFuture#orTimeout} uses. It lives as long as the process and
 * refers to the context class loader of the thread that started it, and before Java 24 to the class loaders of all
 * callers on its stack. If an application started it, an application server could never unload that application.
 */
final class DelayThread {

    private static final long PATIENCE_SECONDS = 1;

    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private DelayThread() {}

    /** Starts the thread, unless it is running, so that it refers to no application. */
    static void start() {
        if (!STARTED.getAndSet(true)) {
            startFromThePool();
        }
    }

    /** A thread of the JDK's common pool starts it, with no caller but the JDK's own classes. */
    private static void startFromThePool() {
        Executor delayed = CompletableFuture.delayedExecutor(1, TimeUnit.NANOSECONDS);
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        CompletableFuture<?> second = first.thenRunAsync(() -> {}, delayed);
        first.completeAsync(() -> true, ForkJoinPool.commonPool());
        try {
            second.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The pool has no thread for it: the first timeout starts the thread.
        }
    }
}
