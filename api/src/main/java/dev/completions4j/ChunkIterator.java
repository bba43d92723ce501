// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/**
 * A blocking iterator over the chunks of one stream, for threads that may block, such as virtual threads.
 *
 * <pre>{@code
 * try (ChunkIterator chunks = client.stream(request).blockingIterator()) {
 *     while (chunks.hasNext()) {
 *         System.out.print(chunks.next().text());
 *     }
 * }
 * }</pre>
 *
 * <p>For one thread at a time, which must not be a thread that calls subscribers or completes futures, because such a
 * thread would deadlock. {@link #close} may be called on any thread.
 *
 * <p>Obtained from {@link CompletionStream#blockingIterator()}. Not meant to be implemented; methods may be added.
 *
 * @since 0.1.0
 */
public interface ChunkIterator extends Iterator<CompletionChunk>, AutoCloseable {

    /**
     * Waits for the next chunk or the end of the stream.
     *
     * @return true if there is another chunk; false if the stream completed or was closed
     * @throws CompletionsClientException if the stream failed; each further call throws it again
     * @throws CompletionException if an interceptor failed the stream with a checked exception, which is the cause
     * @throws CancellationException if the thread is interrupted, which cancels the stream; the interrupt status
     *     remains set
     * @throws IllegalStateException if the current thread delivers responses, and would therefore wait for itself
     */
    @Override
    boolean hasNext();

    /**
     * Waits for the next chunk and returns it.
     *
     * @throws NoSuchElementException if the stream completed or was closed
     * @throws CompletionsClientException as {@link #hasNext} does
     * @throws CompletionException as {@link #hasNext} does
     * @throws CancellationException as {@link #hasNext} does
     * @throws IllegalStateException as {@link #hasNext} does
     */
    @Override
    CompletionChunk next();

    /** Cancels the stream if it has not ended, and discards undelivered chunks. Idempotent. */
    @Override
    void close();
}
