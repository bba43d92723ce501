// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.CompletionRequest;
import dev.completions4j.core.internal.concurrent.ObjectPool;

/**
 * The decoders of a client's responses, and what they share: the shapes of their JSON, short texts, and scanners. Thread-safe.
 */
public final class ClientDecoders {

    /** A scanner that has read more than that may have grown. */
    private static final int LONGEST = 64 * 1024;

    private final ChunkShapes chunkShapes = new ChunkShapes();
    private final CompletionShapes completionShapes = new CompletionShapes();
    private final ShortTexts shortTexts = new ShortTexts();
    private final ObjectPool<ChunkScanner> scanners = new ObjectPool<>(() -> new ChunkScanner(shortTexts));

    /** Returns the decoders of the response to a request for a stream. */
    public StreamDecoders of(CompletionRequest request) {
        return new StreamDecoders(this, ChoiceBounds.of(request));
    }

    /** Returns the decoder of the response to a request for a whole completion. */
    public CompletionDecoder ofWhole(CompletionRequest request) {
        return ofWhole(ChoiceBounds.of(request));
    }

    CompletionDecoder ofWhole(ChoiceBounds bounds) {
        return new CompletionDecoder(this, bounds);
    }

    ChunkShapes chunkShapes() {
        return chunkShapes;
    }

    CompletionShapes completionShapes() {
        return completionShapes;
    }

    /** Takes a scanner, which is to be {@linkplain #giveBack given back}. */
    ChunkScanner takeScanner() {
        return scanners.take();
    }

    /** Gives back a scanner, to which the caller must not refer any longer. */
    void giveBack(ChunkScanner unused) {
        if (unused.json().longest() <= LONGEST) {
            unused.forget();
            scanners.giveBack(unused);
        }
    }
}
