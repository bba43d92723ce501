// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.call;

import dev.completions4j.core.internal.concurrent.GuardedFuture;
import dev.completions4j.core.internal.concurrent.WaitGuard;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future of a call, or a stage derived from it. Completing it explicitly, for example by {@code cancel},
 * {@code orTimeout} or {@code complete}, aborts the call.
 *
 * <p>The call is aborted first, so that the exchange is closed when the future is seen to be done.
 */
public final class CallFuture<T extends @Nullable Object> extends GuardedFuture<T> {

    /** The future of the call: this one, unless it is a derived stage. */
    private final CallFuture<?> root;

    /**
     * Aborts the call; null after its end, and in derived stages. Callers may keep a completed future for as long as they
     * like, and must not keep the request and the bytes of the response with it.
     */
    private volatile @Nullable Runnable abort;

    /**
     * Creates the future of a call.
     *
     * @param abort aborts the exchange; idempotent
     * @param guard rejects blocking waits on threads that deliver responses
     */
    public CallFuture(Runnable abort, WaitGuard guard) {
        super(guard);
        this.root = this;
        this.abort = abort;
    }

    /** Creates a derived stage; completing it explicitly also cancels the call's future. */
    private CallFuture(CallFuture<?> root, WaitGuard guard) {
        super(guard);
        this.root = root;
    }

    /** Completes this future with the call's result. */
    public void succeed(T value) {
        abort = null;
        super.complete(value);
    }

    /** Completes this future with the call's failure. */
    public void fail(Throwable failure) {
        abort = null;
        super.completeExceptionally(failure);
    }

    private void abortCall() {
        Runnable current = root.abort;
        if (current != null) {
            current.run();
        }
    }

    private void abandonCall() {
        root.fail(new CancellationException("A stage derived from this call's future was cancelled"));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new CallFuture<>(root, guard());
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        abortCall();
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        abandonCall();
        return cancelled;
    }

    @Override
    public boolean complete(T value) {
        abortCall();
        boolean completed = super.complete(value);
        abandonCall();
        return completed;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        abortCall();
        boolean completed = super.completeExceptionally(failure);
        abandonCall();
        return completed;
    }

    /** The inherited one would not abort the call. */
    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        executor.execute(() -> {
            if (!isDone()) {
                completeWith(supplier);
            }
        });
        return this;
    }

    private void completeWith(Supplier<? extends T> supplier) {
        T value;
        try {
            value = supplier.get();
        } catch (Throwable e) {
            completeExceptionally(e);
            return;
        }
        complete(value);
    }
}
