// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.ResponseInfo;

/**
 * Creates the decoders of the response to a request for a stream. Immutable.
 */
public final class StreamDecoders {

    private final DecoderResources resources;
    private final ChoiceBounds bounds;

    StreamDecoders(DecoderResources resources, ChoiceBounds bounds) {
        this.resources = resources;
        this.bounds = bounds;
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

    /** Returns the decoder of a body that is not an event stream. */
    public CompletionDecoder ofWhole() {
        return new CompletionDecoder(resources, bounds);
    }

    ChoiceBounds bounds() {
        return bounds;
    }

    DecoderResources resources() {
        return resources;
    }
}
