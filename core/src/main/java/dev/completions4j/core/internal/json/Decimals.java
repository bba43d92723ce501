// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import java.math.BigInteger;

/**
 * Converts decimal numbers to the nearest double without an intermediate text.
 *
 * <p>Numbers of few digits are the exact quotient or product of two doubles (Clinger, How to Read Floating Point Numbers
 * Accurately). Others are multiplied by the first 64 bits of the power of ten, which determine the result unless it is
 * close to the middle between two doubles (Lemire, Number Parsing at a Gigabyte per Second).
 */
public final class Decimals {

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** Integers up to this value are doubles. */
    private static final long MAX_INTEGER = 1L << 53;

    private static final int MAX_FRACTION = 64;

    /** The first 64 bits of 10<sup>-n</sup>, rounded down. */
    private static final long[] RECIPROCALS = new long[MAX_FRACTION + 1];

    /** The power of two by which these bits exceed the number. */
    private static final int[] SCALES = new int[MAX_FRACTION + 1];

    static {
        for (int n = 1; n <= MAX_FRACTION; n++) {
            BigInteger power = BigInteger.TEN.pow(n);
            SCALES[n] = Long.SIZE - 1 + power.bitLength();
            RECIPROCALS[n] = BigInteger.ONE.shiftLeft(SCALES[n]).divide(power).longValue();
        }
    }

    private Decimals() {}

    /**
     * Returns the double that is nearest to {@code significand * 10^exponent}.
     *
     * @param significand not negative
     * @return NaN if this takes more precision
     */
    public static double nearest(long significand, int exponent) {
        if (significand <= MAX_INTEGER && exponent > -POWERS.length && exponent < POWERS.length) {
            return exponent < 0 ? significand / POWERS[-exponent] : significand * POWERS[exponent];
        }
        return significand > 0 && exponent < 0 && exponent >= -MAX_FRACTION
                ? rounded(significand, -exponent)
                : Double.NaN;
    }

    private static double rounded(long significand, int fraction) {
        int shift = Long.numberOfLeadingZeros(significand);
        long product = multiplyHigh(significand << shift, RECIPROCALS[fraction]);
        // The 53 bits of a double, and one that decides how to round.
        int dropped = Long.SIZE - 54 - Long.numberOfLeadingZeros(product);
        long mask = (1L << dropped) - 1;
        if ((product & mask) == mask) {
            // The product is too small by less than two, which may carry. Otherwise, it is no tie: the power is not
            // exact.
            return Double.NaN;
        }
        long bits = ((product >>> dropped) + 1) >>> 1;
        return bits * powerOfTwo(dropped + 1 + Long.SIZE - shift - SCALES[fraction]);
    }

    private static double powerOfTwo(int exponent) {
        return Double.longBitsToDouble((long) (Double.MAX_EXPONENT + exponent) << 52);
    }

    /** Returns the upper half of the product of unsigned numbers whose highest bit is set. */
    private static long multiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + a + b;
    }
}
