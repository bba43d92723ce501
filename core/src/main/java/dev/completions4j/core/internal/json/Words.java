// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches eight bytes at a time, packed into a long with the first byte lowest.
 *
 * <p>A search returns a long with the highest bit of each matching byte set.
 */
public final class Words {

    public static final int BYTES = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final long HIGH_BITS = ~LOW_BITS;
    private static final long DIGITS = 0x0F0F0F0F0F0F0F0FL;
    private static final long DIGIT_BITS = ~DIGITS;
    private static final long QUOTE_BIT = ONES * ('"' ^ ' ');

    private Words() {}

    /** Returns the bytes at an index, which must not exceed the length minus {@link #BYTES}. */
    public static long at(byte[] bytes, int index) {
        return (long) LONGS.get(bytes, index);
    }

    /** Sets the bytes at an index, which must not exceed the length minus {@link #BYTES}. */
    public static void set(byte[] bytes, int index, long word) {
        LONGS.set(bytes, index, word);
    }

    /** Finds an ASCII character. */
    public static long equal(long word, char sign) {
        return zeros(word ^ ONES * sign);
    }

    /**
     * Finds what must be escaped in JSON strings: quotes, backslashes and control characters. Only the first byte found is
     * certain to be one of them.
     */
    public static long escaped(long word) {
        // A quote with this bit flipped is a space, and a space a quote: what is not greater than a space is found.
        // A subtraction borrows from the next byte only if it has found one.
        long quotesAndControls = (word ^ QUOTE_BIT) - ONES * (' ' + 1);
        long backslashes = (word ^ ONES * '\\') - ONES;
        return (quotesAndControls | backslashes) & ~word & HIGH_BITS;
    }

    /** Finds bytes that are not ASCII. */
    public static long others(long word) {
        return word & HIGH_BITS;
    }

    /** Returns the index of the first matching byte; {@link #BYTES} if there is none. */
    public static int first(long found) {
        return Long.numberOfTrailingZeros(found) / Byte.SIZE;
    }

    /** Returns the bytes of a word before an index, padded with zeros. */
    public static long before(long word, int index) {
        return word & ((1L << (index * Byte.SIZE)) - 1);
    }

    /** Returns a mask of the first bytes of a word; of none if the number is negative, and of all if it is too large. */
    public static long mask(int bytes) {
        return bytes <= 0 ? 0 : bytes >= BYTES ? -1 : (1L << (bytes * Byte.SIZE)) - 1;
    }

    /** Returns whether all bytes are decimal digits. */
    public static boolean areDigits(long word) {
        return ((word & DIGIT_BITS) | (((word + ONES * 6) & DIGIT_BITS) >>> 4)) == ONES * 0x33;
    }

    /** Returns the number that the eight digits in the bytes are. */
    public static long number(long digits) {
        // Two digits in each second byte; then both halves at once, of which the sum is in the upper half.
        long pairs = (digits & DIGITS) * 10 + ((digits & DIGITS) >>> 8);
        long even = (pairs & 0x000000FF_000000FFL) * (100 + (1_000_000L << 32));
        long odd = ((pairs >>> 16) & 0x000000FF_000000FFL) * (1 + (10_000L << 32));
        return (even + odd) >>> 32;
    }

    /** Finds zero bytes (Warren, Hacker's Delight, section 6-1). */
    private static long zeros(long word) {
        return ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
    }
}
