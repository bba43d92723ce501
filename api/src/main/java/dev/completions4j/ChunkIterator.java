// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;

/**
 * The chunks of one stream for a thread that may wait for them, such as a virtual thread.
 *
 * <pre>{@code
 * try (ChunkIterator chunks = client.stream(request).blockingIterator()) {
 *     while (chunks.hasNext()) {
 *         System.out.print(chunks.next().text());
 *     }
 * }
 * }</pre>
 *
 * <p>For one thread at a time, and never for a thread that calls subscribers or completes futures: such a thread would
 * wait for itself. {@link #close} may be called by any thread.
 */
public interface ChunkIterator extends Iterator<CompletionChunk>, AutoCloseable {

    /**
     * Waits for the next chunk or for the end.
     *
     * @return false once the stream has ended as it should, or was closed
     * @throws CompletionsClientException if the stream failed; again at each call
     * @throws CancellationException if the thread is interrupted, which cancels the stream; the thread stays interrupted
     */
    @Override
    boolean hasNext();

    /**
     * Waits for the next chunk.
     *
     * @throws NoSuchElementException if the stream has ended as it should, or was closed
     * @throws CompletionsClientException as {@link #hasNext} does
     * @throws CancellationException as {@link #hasNext} does
     */
    @Override
    CompletionChunk next();

    /** Cancels the stream if it has not ended, and drops the chunks that wait. Idempotent. */
    @Override
    void close();
}
