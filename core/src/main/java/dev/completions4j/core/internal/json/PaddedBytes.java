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

    /** How many bytes may be left to precede the next ones. */
    public static final int MOST_LEFT = 4 * 1024;

    /** What transports usually deliver at most at a time, after what was left: the most for which memory is kept. */
    public static final int MOST_USUAL = 64 * 1024 + MOST_LEFT;

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

    /**
     * Returns a copy of the remaining bytes of a buffer, which are consumed. If there are so many that they should not be
     * copied again, it has room for what {@link #after} puts before them.
     */
    public static PaddedBytes copyWithRoom(ByteBuffer buffer) {
        int room = buffer.remaining() < MOST_LEFT ? 0 : MOST_LEFT;
        PaddedBytes copy = new PaddedBytes(room + buffer.remaining());
        copy.put(room, buffer);
        copy.position = room;
        return copy;
    }

    /** Returns these bytes after the remaining ones of others, which are not consumed. Changes this object if it has room. */
    public PaddedBytes after(PaddedBytes others) {
        int length = others.remaining();
        if (length > position) {
            PaddedBytes both = new PaddedBytes(length + remaining());
            both.fill(others, remainingBuffer());
            return both;
        }
        position -= length;
        System.arraycopy(others.array, others.position, array, position, length);
        return this;
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
        ensureCapacity(buffer.remaining());
        put(0, buffer);
        position = 0;
    }

    /** Replaces the bytes by the remaining ones of others, which are not consumed, and of a buffer, which are. */
    public void fill(PaddedBytes first, ByteBuffer buffer) {
        int length = first.remaining();
        ensureCapacity(length + buffer.remaining());
        System.arraycopy(first.array, first.position, array, 0, length);
        put(length, buffer);
        position = 0;
    }

    /** Provides an array, with any content. */
    private void ensureCapacity(int length) {
        if (length > capacity()) {
            array = new byte[length + PADDING];
        }
    }

    private void put(int start, ByteBuffer buffer) {
        limit = start + buffer.remaining();
        buffer.get(array, start, buffer.remaining());
        array[limit] = END;
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
