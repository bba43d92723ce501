// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes with ill-formed UTF-8 replaced by replacement characters, and the mapping to the original indexes.
 *
 * <p>Not thread-safe.
 */
public final class RepairedUtf8 {

    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    private final byte[] original;
    private final int originalLength;
    private byte[] bytes;
    private int length;

    // The position of the last lookup of an original index.
    private int at;
    private int originalAt;

    private RepairedUtf8(byte[] original, int originalLength, int intact) {
        this.original = original;
        this.originalLength = originalLength;
        this.bytes = Arrays.copyOf(original, originalLength + REPLACEMENT.length);
        this.length = intact;
    }

    /** Repairs the first {@code length} bytes; returns null if they are well-formed. */
    public static @Nullable RepairedUtf8 of(byte[] bytes, int length) {
        int intact = Utf8.firstIllFormed(bytes, length);
        if (intact == length) {
            return null;
        }
        RepairedUtf8 repaired = new RepairedUtf8(bytes, length, intact);
        repaired.repair(intact);
        return repaired;
    }

    private void repair(int intact) {
        int i = intact;
        while (i < originalLength) {
            int sequence = Utf8.sequence(original, i, originalLength);
            if (sequence > 0) {
                add(original, i, sequence);
            } else {
                add(REPLACEMENT, 0, REPLACEMENT.length);
            }
            i += Math.abs(sequence);
        }
    }

    private void add(byte[] source, int from, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, length + count + (originalLength >> 1));
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Returns an array with the repaired bytes in its first {@link #length()} bytes. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the number of repaired bytes. */
    public int length() {
        return length;
    }

    /**
     * Returns the original index of a character.
     *
     * @param index the index in the repaired bytes; not less than in the previous call
     */
    public int originalIndex(int index) {
        while (at < index) {
            int sequence = Utf8.sequence(original, originalAt, originalLength);
            at += sequence > 0 ? sequence : REPLACEMENT.length;
            originalAt += Math.abs(sequence);
        }
        return originalAt;
    }
}
