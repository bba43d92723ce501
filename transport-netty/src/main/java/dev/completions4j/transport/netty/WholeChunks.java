// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Takes whole chunks out of a chunked body, as many as there are, and joins their contents (RFC 9112, section 7.1).
 *
 * <p>A server that streams tokens sends each in a chunk of its own, and one read brings many. What is not a size in a few
 * digits, its line end, the content and a line end is left to the decoder, to which all of the body looks as if what was
 * taken had never been there; so it alone decides what is well formed.
 */
final class WholeChunks {

    private static final int MAX_DIGITS = 6;
    private static final int LINE_END_BYTES = 2;
    private static final short LINE_END = 0x0D0A;

    private boolean inBody;

    /** What the decoder has yet to read of a chunk that was left to it. */
    private int left;

    /** Of the chunk that was looked at last, if its size was whole and plain. */
    private int content;

    private int contentBytes;

    /** The decoder has read the head of a response with a chunked body. */
    void begin() {
        inBody = true;
        left = 0;
    }

    void end() {
        inBody = false;
    }

    /**
     * The contents of the chunks that come next.
     *
     * @param bytes are moved together
     * @return to be released; null if the decoder must read next
     */
    @Nullable ByteBuf take(ByteBuf bytes) {
        if (!inBody || left > 0) {
            return null;
        }
        int start = bytes.readerIndex();
        int next = start;
        int joined = start;
        int joinedEnd = start;
        while (findContent(bytes, next) && isWhole(bytes)) {
            if (next == start) {
                joined = content;
                joinedEnd = content;
            } else {
                bytes.setBytes(joinedEnd, bytes, content, contentBytes);
            }
            joinedEnd += contentBytes;
            next = content + contentBytes + LINE_END_BYTES;
        }
        if (next == start) {
            left = contentBytes == 0 ? 0 : content - start + contentBytes + LINE_END_BYTES;
            return null;
        }
        bytes.readerIndex(next);
        return bytes.retainedSlice(joined, joinedEnd - joined);
    }

    /** The decoder has read so many bytes. */
    void onDecoded(int bytes) {
        // Where it reads what it was not left, chunks are no longer where they are looked for.
        inBody &= bytes <= left;
        left -= bytes;
    }

    /** False, and no content, if a size is not whole or not plain, or the last one. */
    private boolean findContent(ByteBuf bytes, int chunk) {
        int end = Math.min(bytes.writerIndex() - LINE_END_BYTES, chunk + MAX_DIGITS);
        int size = 0;
        int i = chunk;
        while (i < end) {
            int digit = Character.digit(bytes.getByte(i), 16);
            if (digit < 0) {
                break;
            }
            size = size * 16 + digit;
            i++;
        }
        contentBytes =
                i > chunk && i <= bytes.writerIndex() - LINE_END_BYTES && bytes.getShort(i) == LINE_END ? size : 0;
        content = i + LINE_END_BYTES;
        return contentBytes > 0;
    }

    private boolean isWhole(ByteBuf bytes) {
        int end = content + contentBytes;
        return end <= bytes.writerIndex() - LINE_END_BYTES && bytes.getShort(end) == LINE_END;
    }
}
