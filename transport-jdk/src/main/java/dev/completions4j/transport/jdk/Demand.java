// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.util.concurrent.atomic.AtomicLong;

/** The number of requested but not delivered chunks; {@link Long#MAX_VALUE} is unbounded. */
final class Demand {

    private final AtomicLong outstanding = new AtomicLong();

    /** Adds to the demand, up to {@link Long#MAX_VALUE}. */
    void add(long chunks) {
        if (chunks <= 0) {
            throw new IllegalArgumentException("request(" + chunks + "): the number of chunks must be positive");
        }
        outstanding.accumulateAndGet(chunks, (old, more) -> old > Long.MAX_VALUE - more ? Long.MAX_VALUE : old + more);
    }

    /** Decrements the demand; returns false if there is none. Called by one thread at a time. */
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
