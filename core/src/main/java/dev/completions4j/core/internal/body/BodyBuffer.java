// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.body;

import dev.completions4j.core.internal.json.PaddedBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Buffers a body up to a limit. Not thread-safe. */
public final class BodyBuffer {

    private static final byte[] NO_BYTES = new byte[PaddedBytes.PADDING];

    /** The length of the longest array, without the padding. */
    public static final int MAX_LIMIT = Integer.MAX_VALUE - 8 - PaddedBytes.PADDING;

    private final int limit;
    private byte[] bytes = NO_BYTES;
    private int length;
    private boolean overflowed;

    /**
     * @param limit maximum number of buffered bytes, at most {@link #MAX_LIMIT}
     */
    public BodyBuffer(int limit) {
        this.limit = limit;
    }

    /**
     * Appends the chunk's bytes; bytes beyond the limit are discarded.
     *
     * @return whether the body is within the limit
     */
    public boolean append(ByteBuffer chunk) {
        int count = Math.min(chunk.remaining(), limit - length);
        int needed = length + count + PaddedBytes.PADDING;
        if (needed > bytes.length) {
            int doubled = (int) Math.min(limit + PaddedBytes.PADDING, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
        }
        chunk.get(bytes, length, count);
        length += count;
        overflowed |= chunk.hasRemaining();
        chunk.position(chunk.limit());
        return !overflowed;
    }

    /** Returns whether bytes were discarded. */
    public boolean overflowed() {
        return overflowed;
    }

    /** Returns a message for a body that exceeds the limit: a sentence without a period. */
    public String overflow() {
        return "The body exceeds the limit of " + limit + " bytes (maxResponseBytes)";
    }

    /** Returns an array with the body in its first {@link #length()} bytes, {@linkplain PaddedBytes padded} with zeros. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the number of buffered bytes. */
    public int length() {
        return length;
    }
}
