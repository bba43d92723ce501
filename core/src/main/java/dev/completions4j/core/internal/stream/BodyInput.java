// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The received part of a streamed body that has not been decoded.
 *
 * <p>The transport's buffer is copied to memory that the streams of a client use in turn, after the rest of the previous
 * one; the bytes that remain when the loop is left are copied once more. If another thread is running the loop, possibly for
 * longer than the buffer is valid, or if an executor runs the loop, the copy is in memory of its own and handed over.
 */
final class BodyInput {

    private static final PaddedBytes NO_BYTES = new PaddedBytes(0);

    /** The end of a body. */
    record End(@Nullable TransportException cut) {

        private static final End COMPLETE = new End(null);
    }

    private final InputPool pool;

    // Written by the transport's thread, read by the loop.
    private volatile @Nullable PaddedBytes handedOver;
    private volatile @Nullable End end;

    /** Set by the loop, taken by a thread that has left it. */
    private final AtomicBoolean wanted = new AtomicBoolean();

    // Accessed by the loop only.
    private PaddedBytes bytes = NO_BYTES;
    private boolean borrowed;
    private boolean requested;

    BodyInput(InputPool pool) {
        this.pool = pool;
    }

    /** Hands over a copy of the buffer. Called by the transport's thread, which then signals the loop. */
    void handOver(ByteBuffer chunk) {
        handedOver = PaddedBytes.copyWithRoom(chunk);
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

    /** Adds a copy of the transport's buffer to the input, in borrowed memory until {@link #giveBack}. */
    void fill(ByteBuffer chunk) {
        PaddedBytes copy = pool.take();
        copy.fill(bytes, chunk);
        take(copy);
        borrowed = true;
    }

    /** Adds the buffer that was handed over to the input, if there is one. */
    void takeHandedOver() {
        PaddedBytes chunk = handedOver;
        if (chunk != null) {
            handedOver = null;
            take(chunk.after(bytes));
        }
    }

    private void take(PaddedBytes chunk) {
        requested = false;
        bytes = chunk;
    }

    /** Returns the bytes that have not been decoded. */
    PaddedBytes bytes() {
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
        PaddedBytes used = bytes;
        int dropped = used.remaining();
        bytes = NO_BYTES;
        endLoan(used);
        return dropped;
    }

    /** Gives back borrowed memory, and keeps the remaining bytes. */
    void giveBack() {
        if (borrowed) {
            PaddedBytes used = bytes;
            bytes = used.hasRemaining() ? used.copyOfRemaining() : NO_BYTES;
            endLoan(used);
        }
    }

    private void endLoan(PaddedBytes used) {
        if (borrowed) {
            borrowed = false;
            pool.giveBack(used);
        }
    }
}
