// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What a char becomes in a JSON string: up to six bytes, as a word whose first bytes they are, and whose last byte is their
 * number.
 */
final class JsonChars {

    /** The number of chars that UTF-8 encodes in at most two bytes. */
    static final int COUNT = 0x800;

    private static final int COUNT_SHIFT = 56;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(US_ASCII);

    private JsonChars() {}

    /** Returns the words of all chars below {@link #COUNT}. */
    static long[] all() {
        long[] all = new long[COUNT];
        for (int c = 0; c < COUNT; c++) {
            all[c] = c < 0x80 ? ofAscii(c) : word(0x80C0 | (c >> 6) | (c & 0x3F) << 8, 2);
        }
        return all;
    }

    private static long ofAscii(int c) {
        return c >= ' ' && c != '"' && c != '\\' ? word(c, 1) : escaped(c);
    }

    /** Returns the word of a quote, a backslash or a control character. */
    static long escaped(int c) {
        return switch (c) {
            case '"', '\\' -> pair(c);
            case '\b' -> pair('b');
            case '\f' -> pair('f');
            case '\n' -> pair('n');
            case '\r' -> pair('r');
            case '\t' -> pair('t');
            default -> word(0x3030_755CL | (long) HEX[c >> 4] << 32 | (long) HEX[c & 0xF] << 40, 6);
        };
    }

    private static long pair(int escaped) {
        return word('\\' | escaped << Byte.SIZE, 2);
    }

    private static long word(long bytes, int count) {
        return bytes | (long) count << COUNT_SHIFT;
    }

    /** Returns the number of bytes. */
    static int count(long word) {
        return (int) (word >>> COUNT_SHIFT);
    }
}
