// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import java.util.concurrent.atomic.AtomicLong;

/** The number of chunks that a subscriber has requested but not received. Thread-safe. */
final class Demand {

    private final AtomicLong outstanding = new AtomicLong();

    /** @param chunks positive; {@link Long#MAX_VALUE} or more in total is unbounded (Reactive Streams, rule 3.17) */
    void add(long chunks) {
        outstanding.accumulateAndGet(chunks, Demand::saturatedSum);
    }

    boolean isEmpty() {
        return outstanding.get() == 0;
    }

    /** Decrements the demand for a delivered chunk. */
    void takeOne() {
        if (outstanding.get() != Long.MAX_VALUE) {
            outstanding.decrementAndGet();
        }
    }

    private static long saturatedSum(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }
}
