// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

/** Counts what was asked for and not yet delivered. Not safe for use by several threads at once. */
final class Demand {

    private long outstanding;

    /** @throws IllegalArgumentException if {@code chunks} is not positive */
    static long checked(long chunks) {
        if (chunks <= 0) {
            throw new IllegalArgumentException(chunks + " chunks were requested; ask for one at least");
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

    /** Takes one off, unless the demand is without bound. */
    void consume() {
        if (outstanding != Long.MAX_VALUE) {
            outstanding--;
        }
    }
}
