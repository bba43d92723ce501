// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits HTTP/2 frames that consume time without advancing a response: SETTINGS, PING, PRIORITY, small window updates,
 * frames of unknown types, and frames of ended streams. Netty limits others: empty DATA, small CONTINUATION, and frames
 * that it has to answer while the server does not read.
 *
 * <p>A server has a budget of such frames per time, and an additional budget per request. Not thread-safe.
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

    private static final int DATA = 0;

    private final LongSupplier nanoTime;
    private long windowStart;
    private long left = FRAMES;

    FrameBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.windowStart = nanoTime.getAsLong();
    }

    /** Adds the frames that a request may cause. */
    void onRequest(int bodyBytes) {
        left += FRAMES_PER_REQUEST + bodyBytes / BYTES_PER_WINDOW_UPDATE;
    }

    /** Counts a received frame. */
    void onFrame(int type, int payloadBytes) {
        if (type != DATA || payloadBytes == 0) {
            left--;
        }
    }

    /** Returns whether too many frames were counted; restores the budget if its period has passed. */
    boolean isExceeded() {
        return left < 0 && !isNewWindow();
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
