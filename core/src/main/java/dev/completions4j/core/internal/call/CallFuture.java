// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.call;

import dev.completions4j.core.internal.concurrent.GuardedFuture;
import dev.completions4j.core.internal.concurrent.WaitGuard;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The future of a call, or a stage derived from one. Whoever completes it explicitly, be it by {@code cancel},
 * {@code orTimeout} or {@code complete}, no longer wants the call, which is aborted.
 *
 * <p>The call is aborted first, so that whoever sees the future done finds its exchange closed.
 */
public final class CallFuture<T extends @Nullable Object> extends GuardedFuture<T> {

    private final Runnable abort;
    private final Runnable abandon;

    /**
     * Creates the future of a call.
     *
     * @param abort aborts the exchange; idempotent
     * @param guard keeps threads from waiting for themselves
     */
    public CallFuture(Runnable abort, WaitGuard guard) {
        super(guard);
        this.abort = abort;
        this.abandon = () -> fail(new CancellationException("A stage derived from this call's future was cancelled"));
    }

    /** Creates a derived stage; completing it explicitly leaves the call's future without an outcome of its own. */
    private CallFuture(Runnable abort, Runnable abandon, WaitGuard guard) {
        super(guard);
        this.abort = abort;
        this.abandon = abandon;
    }

    /** Completes it with the call's own outcome. */
    public void succeed(T value) {
        super.complete(value);
    }

    /** Fails it with the call's own outcome. */
    public void fail(Throwable failure) {
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
