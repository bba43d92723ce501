// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Extracts the content of the chunks of a chunked body and joins it (RFC 9112, section 7.1).
 *
 * <p>A server that streams tokens sends each in its own chunk, and one read returns many, of which the last one is often
 * incomplete. Only chunks in the simplest form are extracted: a size of a few digits, a line end, the content, and a line
 * end. Everything else is left to the decoder, which does not see the extracted chunks, so that it alone decides what is
 * well-formed. Whether a line end follows the content may be known only later: if not, the decoder must be told that it is in
 * such a chunk.
 */
final class SimpleChunks {

    private static final int MAX_DIGITS = 6;
    private static final int LINE_END_BYTES = 2;
    private static final short LINE_END = 0x0D0A;

    /** What the next byte belongs to. */
    private enum Part {
        SIZE,
        CONTENT,
        LINE_END,
        /** What only the decoder knows. */
        OTHER
    }

    private Part part = Part.OTHER;

    /** The number of bytes of the current chunk's content that follow. */
    private int missing;

    /** The index of the next byte in the buffer that is being read. */
    private int next;

    /** The bounds of the content that was moved together in that buffer. */
    private int joined;

    private int joinedEnd;

    /** Called when the decoder has read the headers of a response with a chunked body. */
    void begin() {
        part = Part.SIZE;
    }

    /** Leaves the rest of the body to the decoder. */
    void end() {
        part = Part.OTHER;
    }

    /**
     * Extracts the content of the next chunks.
     *
     * @param bytes the buffer, in which the content is moved together; what belongs to these chunks is consumed
     * @return the content, to be released; null if there is none
     */
    @Nullable ByteBuf take(ByteBuf bytes) {
        if (part == Part.OTHER) {
            return null;
        }
        next = 0;
        joined = 0;
        joinedEnd = 0;
        // Accesses of a view are cheaper than those of the buffer, whose parts Netty has joined if there were several.
        ByteBuffer view = bytes.nioBuffer();
        while (readsPart(view)) {
            // The next part follows.
        }
        int start = bytes.readerIndex();
        bytes.readerIndex(start + next);
        return joined == joinedEnd ? null : bytes.retainedSlice(start + joined, joinedEnd - joined);
    }

    /** Reads what is there of the next part; returns whether all of it was there. */
    private boolean readsPart(ByteBuffer bytes) {
        return switch (part) {
            case SIZE -> readsSize(bytes);
            case CONTENT -> readsContent(bytes);
            case LINE_END -> readsLineEnd(bytes);
            case OTHER -> false;
        };
    }

    /** Returns false if the size is incomplete, not simple, or zero. */
    private boolean readsSize(ByteBuffer bytes) {
        int last = bytes.limit() - LINE_END_BYTES;
        int end = Math.min(last, next + MAX_DIGITS);
        int size = 0;
        int i = next;
        while (i < end) {
            int digit = Character.digit(bytes.get(i), 16);
            if (digit < 0) {
                break;
            }
            size = size * 16 + digit;
            i++;
        }
        if (size == 0 || i > last || bytes.getShort(i) != LINE_END) {
            return false;
        }
        next = i + LINE_END_BYTES;
        missing = size;
        part = Part.CONTENT;
        return true;
    }

    private boolean readsContent(ByteBuffer bytes) {
        int length = Math.min(missing, bytes.limit() - next);
        if (joined == joinedEnd) {
            joined = next;
            joinedEnd = next;
        } else {
            bytes.put(joinedEnd, bytes, next, length);
        }
        joinedEnd += length;
        next += length;
        missing -= length;
        if (missing > 0) {
            return false;
        }
        part = Part.LINE_END;
        return true;
    }

    private boolean readsLineEnd(ByteBuffer bytes) {
        if (next > bytes.limit() - LINE_END_BYTES || bytes.getShort(next) != LINE_END) {
            return false;
        }
        next += LINE_END_BYTES;
        part = Part.SIZE;
        return true;
    }

    /** Returns whether the current chunk continues with bytes that have not arrived, so that the decoder must wait. */
    boolean needsMore(ByteBuf bytes) {
        return part == Part.CONTENT || (part == Part.LINE_END && bytes.readableBytes() < LINE_END_BYTES);
    }

    /** Returns whether something else is where the current chunk's line end should be, if this needs no more bytes. */
    boolean lacksLineEnd() {
        return part == Part.LINE_END;
    }

    /** Called when the decoder has read the given number of bytes: if any, the position of the next chunk is unknown. */
    void onDecoded(int bytes) {
        if (bytes > 0) {
            part = Part.OTHER;
        }
    }
}
