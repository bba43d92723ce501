// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits the frames of HTTP/2 that cost time and bring no response forward: SETTINGS, PING, PRIORITY, small window updates,
 * frames of unknown types, and such of streams that have ended. Netty limits others: empty DATA, small CONTINUATION, and
 * what it has to answer while the server does not read.
 *
 * <p>Reads frame headers off the wire, since Netty reports neither unknown frames nor those of ended streams. A server may
 * send a number of such frames at any time, and further ones for each request. Not safe for use by several threads at once.
 */
final class FrameBudget {

    /** A server that pings every second needs hours for as many. */
    static final int FRAMES = 10_000;

    /** After which the server may send as many again. */
    static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** A few interim responses, head and trailer, window updates, a reset. */
    private static final int FRAMES_PER_REQUEST = 16;

    /** Servers may update their windows as often as they read; none does so after less than this. */
    private static final int BYTES_PER_WINDOW_UPDATE = 1024;

    private static final int HEADER_BYTES = 9;
    private static final int TYPE_OFFSET = 3;
    private static final int DATA = 0;

    private final LongSupplier nanoTime;
    private long windowStart;
    private long left = FRAMES;

    /** Of the header that is being read. */
    private int headerBytes;

    private int length;
    private int type;

    /** Of the current frame, to be skipped. */
    private int payload;

    FrameBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.windowStart = nanoTime.getAsLong();
    }

    /** Allows the frames that a request brings about. */
    void onRequest(int bodyBytes) {
        left += FRAMES_PER_REQUEST + bodyBytes / BYTES_PER_WINDOW_UPDATE;
    }

    /**
     * Looks at bytes of the server, without moving their reader index.
     *
     * @return false if there were too many frames
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
