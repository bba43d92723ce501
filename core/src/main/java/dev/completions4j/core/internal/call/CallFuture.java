// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.call;

import dev.completions4j.core.internal.concurrent.GuardedFuture;
import dev.completions4j.core.internal.concurrent.WaitGuard;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The future of a call, or a stage derived from it. Completing it explicitly, for example by {@code cancel},
 * {@code orTimeout} or {@code complete}, aborts the call.
 *
 * <p>The call is aborted first, so that the exchange is closed when the future is seen to be done.
 */
public final class CallFuture<T extends @Nullable Object> extends GuardedFuture<T> {

    private final CallAbort abort;
    private final Runnable abandon;

    /**
     * Creates the future of a call.
     *
     * @param abort aborts the exchange; idempotent
     * @param guard rejects blocking waits on threads that deliver responses
     */
    public CallFuture(Runnable abort, WaitGuard guard) {
        super(guard);
        this.abort = new CallAbort(abort);
        this.abandon = () -> fail(new CancellationException("A stage derived from this call's future was cancelled"));
    }

    /** Creates a derived stage; completing it explicitly also cancels the call's future. */
    private CallFuture(CallAbort abort, Runnable abandon, WaitGuard guard) {
        super(guard);
        this.abort = abort;
        this.abandon = abandon;
    }

    /** Completes this future with the call's result. */
    public void succeed(T value) {
        abort.forget();
        super.complete(value);
    }

    /** Completes this future with the call's failure. */
    public void fail(Throwable failure) {
        abort.forget();
        super.completeExceptionally(failure);
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new CallFuture<>(abort, abandon, guard());
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        abort.run();
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        abandon.run();
        return cancelled;
    }

    @Override
    public boolean complete(T value) {
        abort.run();
        boolean completed = super.complete(value);
        abandon.run();
        return completed;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        abort.run();
        boolean completed = super.completeExceptionally(failure);
        abandon.run();
        return completed;
    }
}
