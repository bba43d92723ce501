package dev.completions4j.core.stream;

import dev.completions4j.ChunkIterator;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionStream;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.chunk.DefaultCompletionAccumulator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream out of a publisher that may be anybody's, such as an interceptor's. */
public final class PublishedStream implements CompletionStream {

    private final Supplier<? extends Flow.Publisher<CompletionChunk>> publisher;

    /** @param publisher asked for each subscription; what it throws fails that one */
    public PublishedStream(Supplier<? extends Flow.Publisher<CompletionChunk>> publisher) {
        this.publisher = publisher;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super CompletionChunk> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        Flow.Publisher<CompletionChunk> source;
        try {
            source = Objects.requireNonNull(publisher.get(), "An interceptor returned null");
        } catch (RuntimeException | LinkageError e) {
            subscriber.onSubscribe(new NoSubscription());
            subscriber.onError(e);
            return;
        }
        source.subscribe(subscriber);
    }

    private <T extends @Nullable Object> CompletableFuture<T> start(
            Predicate<? super CompletionChunk> wantsMore, Supplier<T> result, String callbackName) {
        FutureSubscriber<T> subscriber = new FutureSubscriber<>(wantsMore, subscription -> result.get(), callbackName);
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
    public CompletableFuture<@Nullable CompletionChunk> firstToken() {
        FirstToken first = new FirstToken();
        return start(first, first::chunk, NamedCallback.ofStages("firstToken"));
    }

    @Override
    public ChunkIterator blockingIterator() {
        BlockingChunkIterator iterator = new BlockingChunkIterator();
        subscribe(iterator);
        return iterator;
    }

    /** Of a subscriber that gets an error and nothing else. */
    private static final class NoSubscription implements Flow.Subscription {

        @Override
        public void request(long n) {
            // There is nothing to ask for.
        }

        @Override
        public void cancel() {
            // There is nothing to cancel.
        }
    }
}
