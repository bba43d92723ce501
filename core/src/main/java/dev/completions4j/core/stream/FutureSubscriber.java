package dev.completions4j.core.stream;

import dev.completions4j.CompletionChunk;
import dev.completions4j.core.call.CallFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives every chunk to an action as it arrives, and completes a future at the end. */
final class FutureSubscriber<T extends @Nullable Object> implements Flow.Subscriber<CompletionChunk> {

    private final Consumer<? super CompletionChunk> action;
    private final Supplier<T> result;
    private final CallFuture<T> future = new CallFuture<>(this::cancel);
    private volatile Flow.@Nullable Subscription subscription;

    /**
     * @param result asked at the end of the stream
     */
    FutureSubscriber(Consumer<? super CompletionChunk> action, Supplier<T> result) {
        this.action = action;
        this.result = result;
    }

    CompletableFuture<T> future() {
        return future;
    }

    private void cancel() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(CompletionChunk chunk) {
        try {
            action.accept(chunk);
        } catch (Throwable e) {
            cancel();
            future.fail(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        future.fail(failure);
    }

    @Override
    public void onComplete() {
        try {
            future.succeed(result.get());
        } catch (RuntimeException e) {
            future.fail(e);
        }
    }
}
