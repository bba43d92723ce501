package dev.completions4j.core.call;

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

    /**
     * @param abort aborts the call; idempotent
     */
    public CallFuture(Runnable abort) {
        this.abort = abort;
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
        return new CallFuture<>(abort);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        abort.run();
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean complete(T value) {
        abort.run();
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        abort.run();
        return super.completeExceptionally(failure);
    }
}
