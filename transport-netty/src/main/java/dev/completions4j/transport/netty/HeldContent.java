// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Content that waits for demand, in the order of its arrival.
 *
 * <p>Holds copies: a token retained as a slice would keep the buffer of a whole read alive. Small content is joined, so
 * that neither the memory nor the number of buffers depends on the size of the server's frames. Not thread-safe.
 */
final class HeldContent {

    /** Size up to which content is joined, that of the largest frame. */
    static final int PIECE_BYTES = 16 * 1024;

    private final Deque<ByteBuf> pieces = new ArrayDeque<>(0);

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Adds a copy of content. */
    void add(ByteBuf content) {
        ByteBuf added = content.slice();
        ByteBuf last = pieces.peekLast();
        if (last != null) {
            last.writeBytes(added, Math.min(last.maxWritableBytes(), added.readableBytes()));
        }
        int rest = added.readableBytes();
        if (rest > 0) {
            pieces.add(content.alloc().buffer(rest, Math.max(rest, PIECE_BYTES)).writeBytes(added));
        }
    }

    /** Removes the first piece, which the caller must release. */
    ByteBuf remove() {
        return pieces.remove();
    }

    void release() {
        pieces.forEach(ByteBuf::release);
        pieces.clear();
    }
}
