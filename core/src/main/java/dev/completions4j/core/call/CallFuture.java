package dev.completions4j.core.call;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The future of a call, or a stage derived from one: whoever completes it by hand, be it {@code cancel},
 * {@code orTimeout} or {@code complete}, no longer wants the call, which is aborted.
 *
 * <p>The call is aborted first, so that whoever sees the future done finds its exchange closed.
 */
public final class CallFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    private final Runnable abort;
    private final Runnable abandon;

    /**
     * The future of a call.
     *
     * @param abort aborts the exchange; idempotent
     */
    public CallFuture(Runnable abort) {
        this.abort = abort;
        this.abandon = () -> fail(new CancellationException("A stage derived from this call's future was cancelled"));
    }

    /** A stage derived from a call's future, whose end by hand leaves that one without an outcome of its own. */
    private CallFuture(Runnable abort, Runnable abandon) {
        this.abort = abort;
        this.abandon = abandon;
    }

    /** Completes it as the call's own outcome. */
    public void succeed(T value) {
        super.complete(value);
    }

    /** Fails it as the call's own outcome. */
    public void fail(Throwable failure) {
        super.completeExceptionally(failure);
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new CallFuture<>(abort, abandon);
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
