// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A streamed completion that has not been sent yet.
 *
 * <p>Cold: each subscription, and each call of a method here, sends the request and receives a stream of its own.
 * Demand reaches the server: while a subscriber asks for nothing, nothing is read from the connection. Cancelling, the
 * subscription or the returned future, closes the exchange, and the server stops generating.
 *
 * <p>A stream ends in one of three ways: with {@code onComplete}, when the server said that it is whole; with
 * {@code onError} and a {@link CompletionsClientException}, which carries what had arrived; or, when cancelled, in
 * silence.
 */
public interface CompletionStream extends Flow.Publisher<CompletionChunk> {

    /**
     * Calls the action for each chunk as it arrives.
     *
     * @param action called one call at a time, where {@link CompletionsClient} says; if it throws, the stream is cancelled
     *     and the future fails with what it threw
     * @return completes after the last chunk, or with a {@link CompletionsClientException}; cancelling it cancels the
     *     stream
     */
    CompletableFuture<@Nullable Void> forEach(Consumer<? super CompletionChunk> action);

    /**
     * Collects the chunks to the completion that the server would have sent as a whole.
     *
     * @return completes with the completion, or with a {@link CompletionsClientException}; cancelling it cancels the
     *     stream
     */
    CompletableFuture<Completion> collect();

    /** The texts of the first choice, as {@link #texts(int)} gives them. */
    default Flow.Publisher<String> texts() {
        return texts(0);
    }

    /**
     * The texts of one choice alone, without the empty ones.
     *
     * <p>Cold, as this stream is: each subscription sends the request.
     *
     * @param index the choice's, from 0
     */
    Flow.Publisher<String> texts(int index);

    /**
     * Waits for the first chunk that has text in any choice, and then cancels the stream: for a caller that needs one
     * token only, or to learn that the server generates.
     *
     * @return completes with the chunk, with null if the stream ends without any text, or with a
     *     {@link CompletionsClientException}; cancelling it cancels the stream
     */
    CompletableFuture<@Nullable CompletionChunk> firstChunk();

    /**
     * Sends the request, and gives the chunks to a thread that may wait for them.
     *
     * @return to be closed by the caller; reads little ahead of what was taken
     */
    ChunkIterator blockingIterator();
}
