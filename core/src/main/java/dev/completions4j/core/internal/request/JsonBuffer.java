// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A growing byte buffer whose content shares its array. Not safe for use by several threads at once. */
final class JsonBuffer extends OutputStream {

    /** Maximum length of an array on all JVMs. */
    static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

    /** Space for the properties other than the prompt. */
    private static final int MIN_LENGTH = 512;

    private byte[] bytes;
    private int length;

    /**
     * @param estimatedSize estimated size of the largest part, in bytes
     */
    JsonBuffer(int estimatedSize) {
        bytes = new byte[(int) Math.min(MAX_LENGTH, (long) estimatedSize + MIN_LENGTH)];
    }

    @Override
    public void write(int b) {
        reserve(1);
        bytes[length++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    private void reserve(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            int doubled = (int) Math.min(MAX_LENGTH, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
        }
    }

    /** Returns the written bytes; nothing may be written afterwards. */
    ByteBuffer content() {
        return ByteBuffer.wrap(bytes, 0, length);
    }
}
