// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.body.ResponseLimits;
import dev.completions4j.core.internal.concurrent.WaitGuard;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** A stream over a publisher of unknown origin, such as an interceptor's. */
public final class PublishedStream extends ViewedStream {

    private final Supplier<? extends Flow.Publisher<CompletionChunk>> publisher;
    private final ResponseLimits limits;

    /**
     * @param publisher called for each subscription; an exception fails that subscription
     * @param limits the limits on what is collected
     * @param guard rejects blocking waits on threads that deliver responses
     */
    public PublishedStream(
            Supplier<? extends Flow.Publisher<CompletionChunk>> publisher, ResponseLimits limits, WaitGuard guard) {
        super(guard);
        this.publisher = publisher;
        this.limits = limits;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super CompletionChunk> subscriber) {
        subscribe(Objects.requireNonNull(subscriber, "subscriber"), source());
    }

    /** Returns the publisher of one subscription; if there is none, one that fails it. */
    private Flow.Publisher<CompletionChunk> source() {
        try {
            return Objects.requireNonNull(publisher.get(), "An interceptor returned null");
        } catch (Throwable e) {
            return subscriber -> refuse(subscriber, e);
        }
    }

    /** Subscribes to a foreign publisher, which may throw where it must not. */
    private static void subscribe(
            Flow.Subscriber<? super CompletionChunk> subscriber, Flow.Publisher<CompletionChunk> source) {
        if (source instanceof ViewedStream) {
            source.subscribe(subscriber);
            return;
        }
        SubscriptionWatch watched = new SubscriptionWatch(subscriber);
        try {
            source.subscribe(watched);
        } catch (Throwable e) {
            watched.onThrown(e);
        }
    }

    private static void refuse(Flow.Subscriber<? super CompletionChunk> subscriber, Throwable reason) {
        subscriber.onSubscribe(new NoSubscription());
        subscriber.onError(reason);
    }

    @Override
    public CompletableFuture<Completion> collect() {
        Flow.Publisher<CompletionChunk> source = source();
        if (source instanceof ViewedStream own) {
            // With the limits that the interceptor has set, and without accumulating twice.
            return own.collect();
        }
        LimitedAccumulator accumulator = new LimitedAccumulator(limits.keepingAll());
        return new PublishedStream(() -> source, limits, guard())
                .consume(
                        chunk -> {
                            accumulator.add(chunk);
                            return true;
                        },
                        subscription -> whole(accumulator.completion(), ResponseInfo.unknown()),
                        NamedCallback.ofStages("collect"));
    }

    /** Forwards signals, and fails the subscriber if the publisher throws instead of signaling. */
    private static final class SubscriptionWatch implements Flow.Subscriber<CompletionChunk> {

        private final Flow.Subscriber<? super CompletionChunk> subscriber;
        private boolean subscribed;
        private volatile boolean ended;

        SubscriptionWatch(Flow.Subscriber<? super CompletionChunk> subscriber) {
            this.subscriber = subscriber;
        }

        void onThrown(Throwable thrown) {
            if (!subscribed) {
                refuse(subscriber, thrown);
            } else if (!ended) {
                onError(thrown);
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscribed = true;
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(CompletionChunk chunk) {
            subscriber.onNext(chunk);
        }

        @Override
        public void onError(Throwable failure) {
            ended = true;
            subscriber.onError(failure);
        }

        @Override
        public void onComplete() {
            ended = true;
            subscriber.onComplete();
        }
    }

    /** The subscription of a subscriber that receives only an error. */
    private static final class NoSubscription implements Flow.Subscription {

        @Override
        public void request(long n) {
            // Nothing will be published.
        }

        @Override
        public void cancel() {
            // There is no source.
        }
    }
}
