// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits HTTP/2 frames that consume time without advancing a response: SETTINGS, PING, PRIORITY, small window updates,
 * frames of unknown types, and frames of ended streams. Netty limits others: empty DATA, small CONTINUATION, and frames
 * that it has to answer while the server does not read.
 *
 * <p>Parses the frame headers itself, since Netty reports neither unknown frames nor those of ended streams. A server
 * has a budget of such frames per time, and an additional budget per request. Not thread-safe.
 */
final class FrameBudget {

    /** Frames per period; a server that pings every second needs hours to use them up. */
    static final int FRAMES = 10_000;

    /** Period after which the budget is restored. */
    static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Frames per request: interim responses, headers and trailers, window updates, a reset. */
    private static final int FRAMES_PER_REQUEST = 16;

    /** Minimum number of request bytes per window update of a regular server. */
    private static final int BYTES_PER_WINDOW_UPDATE = 1024;

    private static final int HEADER_BYTES = 9;
    private static final int TYPE_OFFSET = 3;
    private static final int DATA = 0;

    private final LongSupplier nanoTime;
    private long windowStart;
    private long left = FRAMES;

    /** The number of bytes read of the current frame header. */
    private int headerBytes;

    private int length;
    private int type;

    /** The number of remaining bytes of the current frame. */
    private int payload;

    FrameBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.windowStart = nanoTime.getAsLong();
    }

    /** Adds the frames that a request may cause. */
    void onRequest(int bodyBytes) {
        left += FRAMES_PER_REQUEST + bodyBytes / BYTES_PER_WINDOW_UPDATE;
    }

    /**
     * Inspects received bytes without changing their reader index.
     *
     * @return false if the budget is exceeded
     */
    boolean allows(ByteBuf bytes) {
        int i = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (i < end) {
            if (payload > 0) {
                int skipped = Math.min(payload, end - i);
                payload -= skipped;
                i += skipped;
            } else {
                readHeaderByte(bytes.getUnsignedByte(i));
                i++;
            }
        }
        return left >= 0 || isNewWindow();
    }

    private void readHeaderByte(int value) {
        if (headerBytes < TYPE_OFFSET) {
            length = length << Byte.SIZE | value;
        } else if (headerBytes == TYPE_OFFSET) {
            type = value;
        }
        headerBytes++;
        if (headerBytes == HEADER_BYTES) {
            if (type != DATA || length == 0) {
                left--;
            }
            payload = length;
            headerBytes = 0;
            length = 0;
        }
    }

    private boolean isNewWindow() {
        long now = nanoTime.getAsLong();
        if (now - windowStart < WINDOW_NANOS) {
            return false;
        }
        windowStart = now;
        left = FRAMES;
        return true;
    }
}
