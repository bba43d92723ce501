// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Content that waits for demand, in the order of its arrival.
 *
 * <p>Holds copies: a token retained as a slice would keep the buffer of a whole read alive. Small content is joined, so
 * that neither the memory nor the number of buffers depends on the size of the server's frames. Not thread-safe.
 */
final class HeldContent {

    /** Size up to which content is joined, that of the largest frame. */
    static final int PIECE_BYTES = 16 * 1024;

    /** Null if there never was any: most callers read as fast as servers write. */
    private @Nullable Deque<ByteBuf> pieces;

    boolean isEmpty() {
        return pieces == null || pieces.isEmpty();
    }

    /** Adds a copy of content. */
    void add(ByteBuf content) {
        ByteBuf added = content.slice();
        Deque<ByteBuf> held = pieces == null ? new ArrayDeque<>(2) : pieces;
        pieces = held;
        ByteBuf last = held.peekLast();
        if (last != null) {
            last.writeBytes(added, Math.min(last.maxWritableBytes(), added.readableBytes()));
        }
        int rest = added.readableBytes();
        if (rest > 0) {
            held.add(content.alloc().buffer(rest, Math.max(rest, PIECE_BYTES)).writeBytes(added));
        }
    }

    /** Removes the first piece, which the caller must release. */
    ByteBuf remove() {
        return Objects.requireNonNull(pieces, "no content is held").remove();
    }

    void release() {
        while (!isEmpty()) {
            remove().release();
        }
    }
}
