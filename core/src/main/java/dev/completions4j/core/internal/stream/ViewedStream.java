// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.ChunkIterator;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionStream;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.core.internal.concurrent.WaitGuard;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A stream whose views are subscribers. */
abstract sealed class ViewedStream implements CompletionStream permits DefaultCompletionStream, PublishedStream {

    private final WaitGuard guard;

    /** @param guard rejects blocking waits on threads that deliver responses */
    ViewedStream(WaitGuard guard) {
        this.guard = guard;
    }

    final WaitGuard guard() {
        return guard;
    }

    /**
     * Subscribes until no more chunks are needed.
     *
     * @param wantsMore consumes a chunk and returns whether another one is needed
     * @param result returns the future's value at the end
     * @param callbackName the name of the caller's code, for warnings
     */
    final <T extends @Nullable Object> CompletableFuture<T> consume(
            Predicate<? super CompletionChunk> wantsMore,
            Function<? super Flow.Subscription, T> result,
            String callbackName) {
        FutureSubscriber<T> subscriber = new FutureSubscriber<>(wantsMore, result, callbackName, guard);
        subscribe(subscriber);
        return subscriber.future();
    }

    /**
     * Returns what was collected.
     *
     * @throws MalformedResponseException if there was nothing to collect
     */
    static Completion whole(@Nullable Completion collected, ResponseInfo response) {
        if (collected == null) {
            throw new MalformedResponseException("The stream ended before any chunk", null, response, null);
        }
        return collected;
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public final CompletableFuture<@Nullable Void> forEach(Consumer<? super CompletionChunk> action) {
        Objects.requireNonNull(action, "action");
        return consume(
                chunk -> {
                    action.accept(chunk);
                    return true;
                },
                subscription -> null,
                NamedCallback.of(action));
    }

    @Override
    public final Flow.Publisher<String> texts(int index) {
        return texts -> subscribe(new TextSubscriber(Objects.requireNonNull(texts, "subscriber"), index));
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public final CompletableFuture<@Nullable CompletionChunk> firstChunk() {
        FirstChunk first = new FirstChunk();
        return consume(first, subscription -> first.chunk(), NamedCallback.ofStages("firstChunk"));
    }

    @Override
    public final ChunkIterator blockingIterator() {
        BlockingChunkIterator iterator = new BlockingChunkIterator(guard);
        subscribe(iterator);
        return iterator;
    }
}
