// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.CompletionChunk;
import dev.completions4j.core.internal.call.CallFuture;
import dev.completions4j.core.internal.concurrent.WaitGuard;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Consumes chunks until no more are needed, and then completes a future. */
final class FutureSubscriber<T extends @Nullable Object> implements Flow.Subscriber<CompletionChunk>, NamedCallback {

    private final Predicate<? super CompletionChunk> wantsMore;
    private final Function<? super Flow.Subscription, T> result;
    private final String callbackName;
    private final CallFuture<T> future;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean cancelled;

    /**
     * @param wantsMore consumes a chunk and returns whether another one is needed
     * @param result returns the future's value at the end
     * @param callbackName the name of the caller's code, for warnings
     * @param guard rejects blocking waits on threads that deliver responses
     */
    FutureSubscriber(
            Predicate<? super CompletionChunk> wantsMore,
            Function<? super Flow.Subscription, T> result,
            String callbackName,
            WaitGuard guard) {
        this.callbackName = callbackName;
        this.wantsMore = wantsMore;
        this.result = result;
        this.future = new CallFuture<>(this::cancel, guard);
    }

    @Override
    public String callbackName() {
        return callbackName;
    }

    CompletableFuture<T> future() {
        return future;
    }

    private void cancel() {
        cancelled = true;
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        if (cancelled) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(CompletionChunk chunk) {
        try {
            if (!wantsMore.test(chunk)) {
                cancel();
                onComplete();
            }
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
            future.succeed(result.apply(Objects.requireNonNull(subscription, "subscription")));
        } catch (Throwable e) {
            future.fail(e);
        }
    }
}
