// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.concurrent.atomic.AtomicLongArray;

/** A histogram of lags in microseconds, accurate to about three percent. Thread-safe. */
final class LagHistogram {

    /** Number of bits for the steps within each power of two. */
    private static final int STEPS_BITS = 5;

    private static final int STEPS = 1 << STEPS_BITS;

    private final AtomicLongArray counts = new AtomicLongArray(STEPS * (64 - STEPS_BITS + 1));

    void record(long micros) {
        counts.incrementAndGet(bucket(Math.max(0, micros)));
    }

    void clear() {
        for (int i = 0; i < counts.length(); i++) {
            counts.set(i, 0);
        }
    }

    /** Returns the lag at the given percentile, a share from 0 to 1; 0 if nothing was recorded. */
    long percentile(double share) {
        long total = 0;
        for (int i = 0; i < counts.length(); i++) {
            total += counts.get(i);
        }
        long rank = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= rank && seen > 0) {
                return upperBound(i);
            }
        }
        return 0;
    }

    private static int bucket(long value) {
        if (value < STEPS) {
            return (int) value;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(value) - STEPS_BITS;
        return (int) (STEPS * (exponent + 1L) + (value >>> exponent) - STEPS);
    }

    private static long upperBound(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int exponent = bucket / STEPS - 1;
        return ((bucket % STEPS + STEPS + 1L) << exponent) - 1;
    }
}
