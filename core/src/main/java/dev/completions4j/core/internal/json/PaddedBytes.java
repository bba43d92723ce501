// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes to be read from an array that is longer than they are, so that {@link Words} can be read at each of them. The byte
 * after the last one is a control character. Not thread-safe.
 */
public final class PaddedBytes {

    /** Sufficient for two words that begin at the end. */
    public static final int PADDING = 2 * Words.BYTES + 2;

    /** The byte after the last one, which no text, number or literal contains. */
    private static final byte END = 0;

    private byte[] array;
    private int position;
    private int limit;

    /** @param capacity the number of bytes that need no further allocation */
    public PaddedBytes(int capacity) {
        this.array = new byte[capacity + PADDING];
    }

    /** Returns a copy of the remaining bytes of a buffer, which are consumed. */
    public static PaddedBytes copyOf(ByteBuffer buffer) {
        PaddedBytes copy = new PaddedBytes(buffer.remaining());
        copy.fill(buffer);
        return copy;
    }

    /** Returns a copy of the remaining bytes. */
    public PaddedBytes copyOfRemaining() {
        return copyOf(remainingBuffer());
    }

    /** Returns an index of a padded array at which two words of zeros are. */
    public static int endOfPadding(byte[] padded) {
        return padded.length - 2 * Words.BYTES;
    }

    /** Returns a copy of bytes with room for the words that are read at its end. */
    public static byte[] padded(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + PADDING);
    }

    /** Replaces the bytes by the remaining bytes of a buffer, which are consumed. */
    public void fill(ByteBuffer buffer) {
        int length = buffer.remaining();
        if (length > capacity()) {
            array = new byte[length + PADDING];
        }
        buffer.get(array, 0, length);
        array[length] = END;
        position = 0;
        limit = length;
    }

    /** Returns the number of bytes that need no further allocation. */
    public int capacity() {
        return array.length - PADDING;
    }

    /** Returns the array, which may be read, but not modified. */
    public byte[] array() {
        return array;
    }

    /** Returns the index of the next byte. */
    public int position() {
        return position;
    }

    /** Returns the next byte without consuming it. */
    public byte peek() {
        return array[position];
    }

    /** Consumes bytes. */
    public void skip(int count) {
        position += count;
    }

    /** Consumes and returns the next byte. */
    public byte next() {
        return array[position++];
    }

    /** Consumes the bytes before an index. */
    public void position(int next) {
        position = next;
    }

    /** Returns the index after the last byte. */
    public int limit() {
        return limit;
    }

    public int remaining() {
        return limit - position;
    }

    public boolean hasRemaining() {
        return position < limit;
    }

    /** Returns the remaining bytes as a buffer, whose position is independent. */
    public ByteBuffer remainingBuffer() {
        return ByteBuffer.wrap(array, position, limit - position);
    }
}
