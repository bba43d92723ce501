// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

/** The number of requested but not delivered chunks. Not safe for use by several threads at once. */
final class Demand {

    private long outstanding;

    /** @throws IllegalArgumentException if {@code chunks} is not positive */
    static long checked(long chunks) {
        if (chunks <= 0) {
            throw new IllegalArgumentException("request(" + chunks + "): the number of chunks must be positive");
        }
        return chunks;
    }

    void add(long chunks) {
        long sum = outstanding + chunks;
        outstanding = sum < 0 ? Long.MAX_VALUE : sum;
    }

    boolean isPresent() {
        return outstanding > 0;
    }

    /** Decrements the demand, unless it is unbounded. */
    void consume() {
        if (outstanding != Long.MAX_VALUE) {
            outstanding--;
        }
    }
}
