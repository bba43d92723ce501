// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The part of a streamed body that has arrived and is not decoded yet.
 *
 * <p>The buffer that the transport lends is read where it is. Only what is left of it when the loop is left is copied. If
 * another thread is in the loop, which may stay there longer than the buffer is lent, or if an executor runs the loop, the
 * whole buffer is copied and handed over.
 */
final class BodyInput {

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    /** The end of a body. */
    record End(@Nullable TransportException cut) {

        private static final End COMPLETE = new End(null);
    }

    // Written by the transport's thread, read inside the loop.
    private volatile @Nullable ByteBuffer handedOver;
    private volatile @Nullable End end;

    /** Set inside the loop, taken by a thread that has left it. */
    private final AtomicBoolean wanted = new AtomicBoolean();

    // Touched inside the loop only.
    private ByteBuffer bytes = NO_BYTES;
    private boolean lent;
    private boolean requested;

    /** Hands over a copy of the buffer. By the transport's thread, which then signals the loop. */
    void handOver(ByteBuffer chunk) {
        handedOver = copyOf(chunk);
    }

    /** The body is complete. By the transport's thread, which then signals the loop. */
    void complete() {
        end = End.COMPLETE;
    }

    /** The body broke off. By the transport's thread, which then signals the loop. */
    void cut(TransportException failure) {
        end = new End(failure);
    }

    /** Whether data is to be requested from the transport: true once for each {@link #want}. On any thread. */
    boolean takeWanted() {
        return wanted.get() && wanted.compareAndSet(true, false);
    }

    // Inside the loop only.

    /** Reads the transport's buffer until {@link #giveBack}. */
    void lend(ByteBuffer chunk) {
        take(chunk);
        lent = true;
    }

    /** Takes what was handed over, if anything was. */
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

    /** The bytes that are not decoded yet. */
    ByteBuffer bytes() {
        return bytes;
    }

    /**
     * The end of the body; null while it goes on. To be asked for before {@link #takeHandedOver}: what the transport
     * writes last must not hide what it wrote before.
     */
    @Nullable End end() {
        return end;
    }

    /** Asks for data, unless that has been done since data came last. */
    void want() {
        if (!requested) {
            requested = true;
            wanted.set(true);
        }
    }

    /**
     * Drops the bytes that are not decoded.
     *
     * @return how many there were
     */
    int drop() {
        int dropped = bytes.remaining();
        bytes = NO_BYTES;
        lent = false;
        return dropped;
    }

    /** Copies what is left of a buffer that was lent. */
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
