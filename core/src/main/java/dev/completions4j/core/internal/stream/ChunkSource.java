// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.transport.TransportException;
import org.jspecify.annotations.Nullable;

/** Decodes the chunks of a response body. Used by one thread at a time. */
interface ChunkSource {

    /** Returns whether the body must be read regardless of the subscriber's demand. */
    boolean isEager();

    /**
     * Consumes bytes until a chunk is complete, the stream has ended, or more are needed. Bytes that it leaves then are to
     * precede those that follow.
     *
     * @return the next chunk; null if none is complete
     * @throws CompletionsClientException if the body is an error or malformed
     */
    @Nullable CompletionChunk next(PaddedBytes input);

    /** Gives back memory that is taken again when needed, since the stream may be idle for a long time. */
    void rest();

    /** Returns whether the stream has ended, even if the body continues. */
    boolean isDone();

    /**
     * Signals the end of the body. To be repeated until it returns null.
     *
     * @param rest the bytes that {@link #next} has left
     * @return the next remaining chunk; null if there is none
     * @throws CompletionsClientException if the body is truncated, an error or malformed
     */
    @Nullable CompletionChunk end(PaddedBytes rest);

    /** Returns the exception for a connection that failed before the end of the body. */
    CompletionsClientException cut(TransportException failure);

    /** Returns the accumulated completion; null before the first chunk. */
    @Nullable Completion completion();
}
