// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.CompletionRequest;

/** The decoders of a client's streams, and what they share: the shapes of chunks, and short texts. Thread-safe. */
public final class ClientDecoders {

    private final ChunkShapes shapes = new ChunkShapes();
    private final ShortTexts shortTexts = new ShortTexts();

    /** Returns the decoders of the response to a request. */
    public StreamDecoders of(CompletionRequest request) {
        return new StreamDecoders(request, shapes, shortTexts);
    }
}
