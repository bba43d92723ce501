// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.body;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects a body up to a limit. Not safe for use by several threads at once. */
public final class BodyBuffer {

    private final int limit;
    private byte[] bytes = new byte[0];
    private int length;
    private boolean overflowed;

    /**
     * @param limit the most bytes that are kept
     */
    public BodyBuffer(int limit) {
        this.limit = limit;
    }

    /**
     * Takes the chunk's bytes.
     *
     * @return whether all of them fit; those that don't are dropped
     */
    public boolean append(ByteBuffer chunk) {
        int count = Math.min(chunk.remaining(), limit - length);
        if (length + count > bytes.length) {
            int doubled = (int) Math.min(limit, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, Math.max(length + count, doubled));
        }
        chunk.get(bytes, length, count);
        length += count;
        overflowed |= chunk.hasRemaining();
        chunk.position(chunk.limit());
        return !overflowed;
    }

    /** Whether bytes were dropped. */
    public boolean overflowed() {
        return overflowed;
    }

    /** Says that the body was too long: a sentence without its full stop. */
    public String overflow() {
        return "The body has more than " + limit + " bytes, the limit (maxResponseBytes)";
    }

    /** Holds the body in its first {@link #length()} bytes. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes were kept. */
    public int length() {
        return length;
    }
}
