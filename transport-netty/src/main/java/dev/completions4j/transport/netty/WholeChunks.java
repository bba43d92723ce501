// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Extracts complete chunks from a chunked body and joins their content (RFC 9112, section 7.1).
 *
 * <p>A server that streams tokens sends each in its own chunk, and one read returns many. Only chunks in the simplest
 * form are extracted: a size of a few digits, a line end, the content, and a line end. Everything else is left to the
 * decoder, which does not see the extracted chunks, so that it alone decides what is well-formed.
 */
final class WholeChunks {

    private static final int MAX_DIGITS = 6;
    private static final int LINE_END_BYTES = 2;
    private static final short LINE_END = 0x0D0A;

    private boolean inBody;

    /** The number of bytes that the decoder has yet to read of a chunk that was left to it. */
    private int left;

    /** The bounds of the last inspected chunk, if its size was complete and simple. */
    private int content;

    private int contentBytes;

    /** Called when the decoder has read the headers of a response with a chunked body. */
    void begin() {
        inBody = true;
        left = 0;
    }

    void end() {
        inBody = false;
    }

    /**
     * Extracts the content of the next chunks.
     *
     * @param bytes the buffer, in which the content is moved together
     * @return the content, to be released; null if the decoder must read next
     */
    @Nullable ByteBuf take(ByteBuf bytes) {
        if (!inBody || left > 0) {
            return null;
        }
        // Accesses of a view are cheaper than those of the buffer, whose parts Netty has joined if there were several.
        ByteBuffer view = bytes.nioBuffer();
        int next = 0;
        int joined = 0;
        int joinedEnd = 0;
        while (findContent(view, next) && isWhole(view)) {
            if (next == 0) {
                joined = content;
                joinedEnd = content;
            } else {
                view.put(joinedEnd, view, content, contentBytes);
            }
            joinedEnd += contentBytes;
            next = content + contentBytes + LINE_END_BYTES;
        }
        if (next == 0) {
            left = contentBytes == 0 ? 0 : content + contentBytes + LINE_END_BYTES;
            return null;
        }
        int start = bytes.readerIndex();
        bytes.readerIndex(start + next);
        return bytes.retainedSlice(start + joined, joinedEnd - joined);
    }

    /** Called when the decoder has read the given number of bytes. */
    void onDecoded(int bytes) {
        // If it has read more than was left to it, the position of the next chunk is unknown.
        inBody &= bytes <= left;
        left -= bytes;
    }

    /** Returns false if the chunk size is incomplete, not simple, or zero. */
    private boolean findContent(ByteBuffer bytes, int chunk) {
        int last = bytes.limit() - LINE_END_BYTES;
        int end = Math.min(last, chunk + MAX_DIGITS);
        int size = 0;
        int i = chunk;
        while (i < end) {
            int digit = Character.digit(bytes.get(i), 16);
            if (digit < 0) {
                break;
            }
            size = size * 16 + digit;
            i++;
        }
        contentBytes = i > chunk && i <= last && bytes.getShort(i) == LINE_END ? size : 0;
        content = i + LINE_END_BYTES;
        return contentBytes > 0;
    }

    private boolean isWhole(ByteBuffer bytes) {
        int end = content + contentBytes;
        return end <= bytes.limit() - LINE_END_BYTES && bytes.getShort(end) == LINE_END;
    }
}
