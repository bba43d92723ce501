// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.CompletionRequest;

/** The decoders of a client's responses. Thread-safe. */
public final class ClientDecoders {

    private final DecoderResources resources = new DecoderResources();

    /** Returns the decoders of the response to a request for a stream. */
    public StreamDecoders of(CompletionRequest request) {
        return new StreamDecoders(resources, ChoiceBounds.of(request));
    }

    /** Returns the decoder of the response to a request for a whole completion. */
    public CompletionDecoder ofWhole(CompletionRequest request) {
        return new CompletionDecoder(resources, ChoiceBounds.of(request));
    }

    DecoderResources resources() {
        return resources;
    }
}
