// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.core.internal.concurrent.ObjectPool;
import dev.completions4j.core.internal.json.PaddedBytes;

/**
 * Memory for the data that streams are decoding, which the streams of a client use in turn. Holds up to 544 KB.
 * Thread-safe.
 */
public final class InputPool {

    private static final int SMALLEST = 1024;

    private final ObjectPool<PaddedBytes> pool = new ObjectPool<>(() -> new PaddedBytes(SMALLEST));

    /** Takes memory with any content. */
    PaddedBytes take() {
        return pool.take();
    }

    /** Gives back memory, to which the caller must not refer any longer. */
    void giveBack(PaddedBytes unused) {
        if (unused.capacity() <= PaddedBytes.MOST_USUAL) {
            pool.giveBack(unused);
        }
    }
}
