// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in which replacement characters stand for what was not UTF-8, and where each of them was before.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class RepairedUtf8 {

    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    private final byte[] original;
    private final int originalLength;
    private byte[] bytes;
    private int length;

    // Where the last question for an original index ended.
    private int at;
    private int originalAt;

    private RepairedUtf8(byte[] original, int originalLength, int intact) {
        this.original = original;
        this.originalLength = originalLength;
        this.bytes = Arrays.copyOf(original, originalLength + REPLACEMENT.length);
        this.length = intact;
    }

    /** Repairs the first {@code length} bytes; null if they are UTF-8 as they are. */
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

    /** Holds the repaired bytes in its first {@link #length()} bytes. */
    public byte[] bytes() {
        return bytes;
    }

    /** The number of repaired bytes. */
    public int length() {
        return length;
    }

    /**
     * Finds where a character began before the repair.
     *
     * @param index in the repaired bytes; not less than in the question before
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
