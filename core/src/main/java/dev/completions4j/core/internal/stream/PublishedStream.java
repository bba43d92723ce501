// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.ChunkIterator;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionStream;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.concurrent.WaitGuard;
import dev.completions4j.core.internal.response.DefaultCompletionAccumulator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream over a publisher of unknown origin, such as an interceptor's. */
public final class PublishedStream implements CompletionStream {

    private final Supplier<? extends Flow.Publisher<CompletionChunk>> publisher;
    private final WaitGuard guard;

    /**
     * @param publisher called for each subscription; an exception fails that subscription
     * @param guard rejects blocking waits on threads that deliver responses
     */
    public PublishedStream(Supplier<? extends Flow.Publisher<CompletionChunk>> publisher, WaitGuard guard) {
        this.publisher = publisher;
        this.guard = guard;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super CompletionChunk> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        Flow.Publisher<CompletionChunk> source;
        try {
            source = Objects.requireNonNull(publisher.get(), "An interceptor returned null");
        } catch (Throwable e) {
            refuse(subscriber, e);
            return;
        }
        if (source instanceof DefaultCompletionStream || source instanceof PublishedStream) {
            source.subscribe(subscriber);
        } else {
            subscribe(subscriber, source);
        }
    }

    /** Subscribes to a foreign publisher, which may throw where it must not. */
    private static void subscribe(
            Flow.Subscriber<? super CompletionChunk> subscriber, Flow.Publisher<CompletionChunk> source) {
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

    private <T extends @Nullable Object> CompletableFuture<T> start(
            Predicate<? super CompletionChunk> wantsMore, Supplier<T> result, String callbackName) {
        FutureSubscriber<T> subscriber =
                new FutureSubscriber<>(wantsMore, subscription -> result.get(), callbackName, guard);
        subscribe(subscriber);
        return subscriber.future();
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable Void> forEach(Consumer<? super CompletionChunk> action) {
        Objects.requireNonNull(action, "action");
        return start(
                chunk -> {
                    action.accept(chunk);
                    return true;
                },
                () -> null,
                NamedCallback.of(action));
    }

    @Override
    public CompletableFuture<Completion> collect() {
        DefaultCompletionAccumulator accumulator = new DefaultCompletionAccumulator();
        return start(
                chunk -> {
                    accumulator.add(chunk);
                    return true;
                },
                () -> {
                    Completion completion = accumulator.snapshot();
                    if (completion == null) {
                        throw new MalformedResponseException(
                                "The stream ended before any chunk", null, ResponseInfo.unknown(), null);
                    }
                    return completion;
                },
                NamedCallback.ofStages("collect"));
    }

    @Override
    public Flow.Publisher<String> texts(int index) {
        return texts -> subscribe(new TextSubscriber(Objects.requireNonNull(texts, "subscriber"), index));
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable CompletionChunk> firstChunk() {
        FirstChunk first = new FirstChunk();
        return start(first, first::chunk, NamedCallback.ofStages("firstChunk"));
    }

    @Override
    public ChunkIterator blockingIterator() {
        BlockingChunkIterator iterator = new BlockingChunkIterator(guard);
        subscribe(iterator);
        return iterator;
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
