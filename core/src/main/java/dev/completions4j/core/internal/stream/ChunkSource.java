// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Makes chunks of a response's body. Used by one thread at a time. */
interface ChunkSource {

    /** Whether it needs the body at once, whatever the subscriber asks for. */
    boolean isEager();

    /**
     * Takes bytes until it has a chunk, is done, or the input is empty.
     *
     * @return the next chunk; null if there is none so far
     * @throws CompletionsClientException if the body is an error or malformed
     */
    @Nullable CompletionChunk next(ByteBuffer input);

    /** Whether nothing can follow, even if the body goes on. */
    boolean isDone();

    /**
     * Says that the body is at its end; to be repeated until there is no chunk more.
     *
     * @return the last chunk; null if there is none more
     * @throws CompletionsClientException if the body should not have ended here, is an error or malformed
     */
    @Nullable CompletionChunk end();

    /** What to report when the connection failed before the body's end. */
    CompletionsClientException cut(TransportException failure);

    /** What has been made so far; null if nothing. */
    @Nullable Completion completion();
}
