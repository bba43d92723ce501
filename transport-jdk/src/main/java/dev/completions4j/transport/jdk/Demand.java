// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.util.concurrent.atomic.AtomicLong;

/** The calls of {@code onData} that a handler has asked for and not got yet; {@link Long#MAX_VALUE} is without bound. */
final class Demand {

    private final AtomicLong outstanding = new AtomicLong();

    /** Adds to the demand, up to {@link Long#MAX_VALUE}. */
    void add(long chunks) {
        if (chunks <= 0) {
            throw new IllegalArgumentException("request(" + chunks + "); ask for at least one chunk");
        }
        outstanding.accumulateAndGet(chunks, (old, more) -> old > Long.MAX_VALUE - more ? Long.MAX_VALUE : old + more);
    }

    /** Uses up one; false if there is none. Only one thread at a time takes. */
    boolean take() {
        long left = outstanding.get();
        if (left == 0) {
            return false;
        }
        if (left != Long.MAX_VALUE) {
            outstanding.decrementAndGet();
        }
        return true;
    }
}
