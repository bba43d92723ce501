// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.nio.ByteBuffer;

/**
 * Inspects the frames of an HTTP/2 connection before Netty's decoder does: counts them against a budget, and joins
 * consecutive DATA frames of the same stream.
 *
 * <p>A server that streams tokens sends each in its own frame, and one read returns many. Only complete, non-empty
 * frames without padding are joined, up to the maximum frame size. The decoder receives everything else unchanged, so
 * that it alone decides what is well-formed. It reports neither unknown frames nor those of ended streams, so that they
 * are counted here. Not thread-safe.
 */
final class ReceivedFrames {

    private static final int HEADER_BYTES = Http2CodecUtil.FRAME_HEADER_LENGTH;
    private static final int MAX_PAYLOAD_BYTES = Http2CodecUtil.DEFAULT_MAX_FRAME_SIZE;
    private static final int TYPE_OFFSET = 3;
    private static final int FLAGS_OFFSET = 4;
    private static final int STREAM_OFFSET = 5;
    private static final int DATA = 0;
    private static final int END_STREAM = 1;
    private static final int NONE = -1;

    private final FrameBudget budget;

    /** The start of a frame header that continues in the next read. */
    private final ByteBuffer splitHeader = ByteBuffer.allocate(HEADER_BYTES);

    /** The number of payload bytes that are yet to arrive of the last frame. */
    private int missing;

    ReceivedFrames(FrameBudget budget) {
        this.budget = budget;
    }

    /**
     * Counts the frames of a read, and joins them in place.
     *
     * @param bytes contiguous; joining reduces the number of readable bytes
     */
    void inspect(ByteBuf bytes) {
        ByteBuffer memory = bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes());
        int next = skipStartedFrame(memory);
        int kept = next;
        int last = NONE;
        while (isWhole(memory, next)) {
            int payload = payloadBytes(memory, next);
            count(memory, next);
            if (last != NONE && continues(memory, last, next)) {
                extend(memory, last, next);
                kept = move(memory, next + HEADER_BYTES, kept, payload);
            } else {
                last = kept;
                kept = move(memory, next, kept, HEADER_BYTES + payload);
            }
            next += HEADER_BYTES + payload;
        }
        startFrame(memory, next);
        kept = move(memory, next, kept, memory.limit() - next);
        bytes.writerIndex(bytes.writerIndex() - (memory.limit() - kept));
    }

    /** Returns the position after the frame that began in an earlier read. */
    private int skipStartedFrame(ByteBuffer memory) {
        int next = memory.position();
        while (splitHeader.position() > 0 && next < memory.limit()) {
            splitHeader.put(memory.get(next));
            next++;
            if (!splitHeader.hasRemaining()) {
                count(splitHeader, 0);
                missing = payloadBytes(splitHeader, 0);
                splitHeader.clear();
            }
        }
        int skipped = Math.min(missing, memory.limit() - next);
        missing -= skipped;
        return next + skipped;
    }

    /** Remembers the incomplete frame at the end of a read, if any. */
    private void startFrame(ByteBuffer memory, int frame) {
        int received = memory.limit() - frame;
        if (received < HEADER_BYTES) {
            splitHeader.put(memory.slice(frame, received));
        } else {
            count(memory, frame);
            missing = HEADER_BYTES + payloadBytes(memory, frame) - received;
        }
    }

    private void count(ByteBuffer memory, int frame) {
        budget.onFrame(memory.get(frame + TYPE_OFFSET), payloadBytes(memory, frame));
    }

    private static boolean isWhole(ByteBuffer memory, int frame) {
        int received = memory.limit() - frame - HEADER_BYTES;
        return received >= 0 && received >= payloadBytes(memory, frame);
    }

    /** Returns whether the second frame can be joined to the first one, which it follows. */
    private static boolean continues(ByteBuffer memory, int first, int second) {
        return isData(memory, first, 0)
                && isData(memory, second, END_STREAM)
                && memory.getInt(first + STREAM_OFFSET) == memory.getInt(second + STREAM_OFFSET)
                && payloadBytes(memory, first) + payloadBytes(memory, second) <= MAX_PAYLOAD_BYTES;
    }

    /** Returns whether a frame is non-empty DATA with none but the given flags. */
    private static boolean isData(ByteBuffer memory, int frame, int flags) {
        return memory.get(frame + TYPE_OFFSET) == DATA
                && (memory.get(frame + FLAGS_OFFSET) & ~flags) == 0
                && payloadBytes(memory, frame) > 0;
    }

    /** Rewrites the header of the first frame as if it contained the second one too. */
    private static void extend(ByteBuffer memory, int first, int second) {
        int joined = payloadBytes(memory, first) + payloadBytes(memory, second);
        memory.putInt(first, joined << Byte.SIZE | DATA);
        memory.put(first + FLAGS_OFFSET, memory.get(second + FLAGS_OFFSET));
    }

    private static int payloadBytes(ByteBuffer memory, int frame) {
        return memory.getInt(frame) >>> Byte.SIZE;
    }

    /** Moves bytes toward the start; returns the position after them. */
    private static int move(ByteBuffer memory, int from, int to, int length) {
        if (from != to) {
            memory.put(to, memory, from, length);
        }
        return to + length;
    }
}
