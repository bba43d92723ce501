// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cold publisher of a completion's chunks.
 *
 * <p>Each subscription, and each call of a method of this interface, sends a new request and receives its own stream.
 * Demand propagates to the server: while a subscriber has no demand, nothing is read from the connection. Canceling
 * the subscription or the returned future closes the exchange, and the server stops generating.
 *
 * <p>A stream ends in one of three ways: with {@code onComplete}, after the server has marked its end; with
 * {@code onError} and a {@link CompletionsClientException}, which contains what was received; or, when canceled,
 * without a signal. A subscriber that requests fewer than one chunk receives an {@link IllegalArgumentException}, as
 * Reactive Streams requires.
 *
 * <p>Obtained from {@link CompletionsClient#stream(CompletionRequest)}. Interceptors and tests may implement this
 * interface; methods added to it in later releases have default implementations.
 *
 * @since 0.1.0
 */
public interface CompletionStream extends Flow.Publisher<CompletionChunk> {

    /**
     * Calls an action for each chunk as it arrives.
     *
     * @param action the action, called serially on the threads that {@link CompletionsClient} describes; if it throws,
     *     the stream is canceled and the future fails with the throwable
     * @return a future that completes after the last chunk, or with a {@link CompletionsClientException}; canceling it
     *     cancels the stream
     */
    CompletableFuture<@Nullable Void> forEach(Consumer<? super CompletionChunk> action);

    /**
     * Collects the chunks into the completion that the server would have sent without streaming.
     *
     * @return a future that completes with the completion, or with a {@link CompletionsClientException}; canceling it
     *     cancels the stream
     */
    CompletableFuture<Completion> collect();

    /** Returns a cold publisher of the non-empty texts of the first choice, as {@link #texts(int)} does. */
    default Flow.Publisher<String> texts() {
        return texts(0);
    }

    /**
     * Returns a cold publisher of the non-empty texts of one choice. Each subscription sends a new request.
     *
     * @param index the zero-based index of the choice
     */
    Flow.Publisher<String> texts(int index);

    /**
     * Returns the first chunk with text in any choice, and then cancels the stream; for callers that need a single
     * token, or to check that the server generates.
     *
     * @return a future that completes with the chunk, with null if the stream ends without any text, or with a
     *     {@link CompletionsClientException}; canceling it cancels the stream
     */
    CompletableFuture<@Nullable CompletionChunk> firstChunk();

    /**
     * Sends a request and returns an iterator for a thread that may block. Little is read ahead of consumption.
     *
     * @return an iterator that the caller must close
     */
    ChunkIterator blockingIterator();
}
