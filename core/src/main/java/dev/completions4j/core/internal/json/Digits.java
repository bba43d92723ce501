// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

/**
 * Converts numbers below {@link #BOUND} to eight decimal digits at once, packed into a long with the first digit in the
 * lowest byte.
 *
 * <p>The number is halved three times, into parts of four digits, two, and one; the parts of one level are divided by a
 * single multiplication.
 */
final class Digits {

    static final int COUNT = 8;

    static final int BOUND = 100_000_000;

    private static final long ZEROS = 0x3030303030303030L;

    private Digits() {}

    /** Returns the digits in ASCII, with leading zeros. */
    static long of(int number) {
        return split(number) | ZEROS;
    }

    /** Returns the number of leading zeros, at most seven. */
    static int leadingZeros(int number) {
        long lastByte = 1L << (Long.SIZE - Byte.SIZE);
        return Long.numberOfTrailingZeros(split(number) | lastByte) / Byte.SIZE;
    }

    private static long split(int number) {
        long fours = (number / 10_000) | ((long) (number % 10_000) << 32);
        // Quotients of numbers below 10,000 by 100, and below 100 by 10, as fractions with a power of two.
        long hundreds = ((fours * 10_486) >>> 20) & 0x0000007F_0000007FL;
        long twos = hundreds | ((fours - 100 * hundreds) << 16);
        long tens = ((twos * 103) >>> 10) & 0x000F_000F_000F_000FL;
        return tens | ((twos - 10 * tens) << 8);
    }
}
