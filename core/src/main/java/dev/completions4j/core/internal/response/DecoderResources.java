// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.core.internal.concurrent.ObjectPool;
import dev.completions4j.core.internal.json.PaddedBytes;

/** What the decoders of a client's responses share: the shapes of their JSON, short texts, and scanners. Thread-safe. */
final class DecoderResources {

    private final ChunkShapes chunkShapes = new ChunkShapes();
    private final CompletionShapes completionShapes = new CompletionShapes();
    private final ShortTexts shortTexts = new ShortTexts();
    private final ObjectPool<ChunkScanner> scanners = new ObjectPool<>(() -> new ChunkScanner(shortTexts));

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
        // One that has read more may have grown.
        if (unused.json().longest() <= PaddedBytes.MOST_USUAL) {
            unused.forget();
            scanners.giveBack(unused);
        }
    }
}
