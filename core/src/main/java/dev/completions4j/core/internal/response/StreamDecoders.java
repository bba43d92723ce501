// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.CompletionRequest;
import dev.completions4j.ResponseInfo;

/**
 * Creates the decoders of the response to a request for a stream. Immutable.
 */
public final class StreamDecoders {

    private final ChoiceBounds bounds;
    private final ChunkShapes shapes;
    private final ShortTexts shortTexts;

    /**
     * @param shapes those of the client
     * @param shortTexts those of the client
     */
    StreamDecoders(CompletionRequest request, ChunkShapes shapes, ShortTexts shortTexts) {
        this.bounds = ChoiceBounds.of(request);
        this.shapes = shapes;
        this.shortTexts = shortTexts;
    }

    /** Returns a decoder of chunks. */
    public ChunkDecoder ofChunks(ResponseInfo response) {
        return ofChunks(response, ChunkTemplates.MAX_LENGTH);
    }

    /**
     * Returns a decoder of chunks.
     *
     * @param maxTemplate maximum length of the JSON that chunks are derived from, without the values that differ; 0 to parse
     *     every chunk
     */
    public ChunkDecoder ofChunks(ResponseInfo response, int maxTemplate) {
        return new ChunkDecoder(this, response, maxTemplate);
    }

    /** Returns a decoder of a whole completion, or of single chunks. */
    public CompletionDecoder ofWhole() {
        return new CompletionDecoder(bounds);
    }

    ChoiceBounds bounds() {
        return bounds;
    }

    ShortTexts shortTexts() {
        return shortTexts;
    }

    ChunkShapes shapes() {
        return shapes;
    }
}
