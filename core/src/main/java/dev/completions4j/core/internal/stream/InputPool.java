// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.core.internal.json.PaddedBytes;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Memory for the data that streams are decoding, which the streams of a client use in turn. Holds up to half a megabyte.
 * Thread-safe.
 */
public final class InputPool {

    /** A power of two. Threads that share a slot only allocate more often. */
    private static final int SLOTS = 8;

    /** What transports usually deliver at most at a time. */
    private static final int LARGEST = 64 * 1024;

    private static final int SMALLEST = 1024;

    private final AtomicReferenceArray<PaddedBytes> free = new AtomicReferenceArray<>(SLOTS);

    /** Takes memory with any content. */
    PaddedBytes take() {
        PaddedBytes taken = free.getAndSet(slot(), null);
        return taken == null ? new PaddedBytes(SMALLEST) : taken;
    }

    /** Gives back memory, to which the caller must not refer any longer. */
    void giveBack(PaddedBytes unused) {
        if (unused.capacity() <= LARGEST) {
            free.setRelease(slot(), unused);
        }
    }

    private static int slot() {
        return (int) Thread.currentThread().getId() & (SLOTS - 1);
    }
}
