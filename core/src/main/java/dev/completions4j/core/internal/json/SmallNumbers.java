// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

/** The digits of numbers below a million, as most token ids are, three at a time. */
final class SmallNumbers {

    /** Maximum number of bytes of a number and a comma. */
    static final int MAX_BYTES = 7;

    private static final int THOUSAND = 1000;

    /** The digits of the thousands, none for zero, in the lower bytes; the number of their bits in the upper one. */
    private static final int[] THOUSANDS = new int[THOUSAND];

    /**
     * The digits of the rest and a comma in the lower half, the number of their bytes in the upper one: three digits after
     * thousands, and then the same without leading zeros.
     */
    private static final long[] REST = new long[2 * THOUSAND];

    private static final int BITS_SHIFT = 24;

    static {
        for (int i = 0; i < THOUSAND; i++) {
            int digits = ('0' + i / 100) | ('0' + i / 10 % 10) << 8 | ('0' + i % 10) << 16;
            int leadingZeros = i < 10 ? 2 : i < 100 ? 1 : 0;
            int shortDigits = digits >>> (leadingZeros * Byte.SIZE);
            int bits = (3 - leadingZeros) * Byte.SIZE;
            THOUSANDS[i] = i == 0 ? 0 : shortDigits | bits << BITS_SHIFT;
            REST[i] = digits | ',' << 24 | 4L << Integer.SIZE;
            REST[THOUSAND + i] = shortDigits | ',' << bits | (4L - leadingZeros) << Integer.SIZE;
        }
    }

    private SmallNumbers() {}

    /** Returns whether a number is not negative and below a million. */
    static boolean include(int number) {
        return number >= 0 && number < THOUSAND * THOUSAND;
    }

    /**
     * Writes a number and a comma. May write up to a word.
     *
     * @param number a number that is {@linkplain #include included}
     * @return the end of the comma
     */
    static int write(int number, byte[] to, int at) {
        int thousands = number / THOUSAND;
        int first = THOUSANDS[thousands];
        int bits = first >>> BITS_SHIFT;
        // Without a branch, which could not be predicted: in a prompt, the numbers of digits vary.
        int ifNoThousands = ((thousands - 1) >> 31) & THOUSAND;
        long rest = REST[number - thousands * THOUSAND + ifNoThousands];
        Words.set(to, at, (first & 0xFF_FFFF) | (rest & 0xFFFF_FFFFL) << bits);
        return at + bits / Byte.SIZE + (int) (rest >>> Integer.SIZE);
    }
}
