// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The received part of a streamed body that has not been decoded.
 *
 * <p>The transport's buffer is read in place; only bytes that remain when the loop is left are copied. If another
 * thread is running the loop, possibly for longer than the buffer is valid, or if an executor runs the loop, the whole
 * buffer is copied and handed over.
 */
final class BodyInput {

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    /** The end of a body. */
    record End(@Nullable TransportException cut) {

        private static final End COMPLETE = new End(null);
    }

    // Written by the transport's thread, read by the loop.
    private volatile @Nullable ByteBuffer handedOver;
    private volatile @Nullable End end;

    /** Set by the loop, taken by a thread that has left it. */
    private final AtomicBoolean wanted = new AtomicBoolean();

    // Accessed by the loop only.
    private ByteBuffer bytes = NO_BYTES;
    private boolean lent;
    private boolean requested;

    /** Hands over a copy of the buffer. Called by the transport's thread, which then signals the loop. */
    void handOver(ByteBuffer chunk) {
        handedOver = copyOf(chunk);
    }

    /** Records the end of the body. Called by the transport's thread, which then signals the loop. */
    void complete() {
        end = End.COMPLETE;
    }

    /** Records a failure of the connection. Called by the transport's thread, which then signals the loop. */
    void cut(TransportException failure) {
        end = new End(failure);
    }

    /** Returns whether to request data from the transport: true once per {@link #want}. Thread-safe. */
    boolean takeWanted() {
        return wanted.get() && wanted.compareAndSet(true, false);
    }

    // Called by the loop only.

    /** Sets the transport's buffer as the input until {@link #giveBack}. */
    void lend(ByteBuffer chunk) {
        take(chunk);
        lent = true;
    }

    /** Sets the buffer that was handed over as the input, if there is one. */
    void takeHandedOver() {
        ByteBuffer chunk = handedOver;
        if (chunk != null) {
            handedOver = null;
            take(chunk);
        }
    }

    private void take(ByteBuffer chunk) {
        requested = false;
        bytes = chunk;
    }

    /** Returns the bytes that have not been decoded. */
    ByteBuffer bytes() {
        return bytes;
    }

    /**
     * Returns the end of the body; null before the end. To be called before {@link #takeHandedOver}, so that the end is
     * not seen before the data that precedes it.
     */
    @Nullable End end() {
        return end;
    }

    /** Requests data, unless a request is outstanding. */
    void want() {
        if (!requested) {
            requested = true;
            wanted.set(true);
        }
    }

    /**
     * Discards the bytes that have not been decoded.
     *
     * @return the number of discarded bytes
     */
    int drop() {
        int dropped = bytes.remaining();
        bytes = NO_BYTES;
        lent = false;
        return dropped;
    }

    /** Copies the remaining bytes of the transport's buffer, which is not valid any longer. */
    void giveBack() {
        if (lent) {
            bytes = bytes.hasRemaining() ? copyOf(bytes) : NO_BYTES;
            lent = false;
        }
    }

    private static ByteBuffer copyOf(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        copy.put(bytes).flip();
        return copy;
    }
}
