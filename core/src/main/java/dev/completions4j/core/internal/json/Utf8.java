// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

/**
 * Validates UTF-8 as the WHATWG Encoding standard does: overlong forms, surrogates and code points above U+10FFFF are
 * ill-formed, and each maximal ill-formed part is decoded as one replacement character.
 */
public final class Utf8 {

    private Utf8() {}

    /**
     * Returns the length of the character at an index.
     *
     * @param from an index before {@code to}
     * @param to the end of the bytes
     * @return 1 to 4, or the negated length of the ill-formed part
     */
    public static int sequence(byte[] bytes, int from, int to) {
        int lead = bytes[from] & 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        int length = lengthAfter(lead);
        if (length == 1) {
            return -1;
        }
        for (int i = 1; i < length; i++) {
            if (from + i == to || !continues(lead, i, bytes[from + i] & 0xFF)) {
                return -i;
            }
        }
        return length;
    }

    /** Returns the length of a character by its first byte; 1 if that is ASCII or not a valid first byte. */
    private static int lengthAfter(int lead) {
        if (lead < 0xC2 || lead > 0xF4) {
            return 1;
        }
        return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }

    /**
     * Overlong forms, surrogates and code points above U+10FFFF are detected by the second byte (RFC 3629, section 4).
     */
    private static boolean continues(int lead, int place, int next) {
        int lowest = 0x80;
        int highest = 0xBF;
        if (place == 1) {
            switch (lead) {
                case 0xE0 -> lowest = 0xA0;
                case 0xED -> highest = 0x9F;
                case 0xF0 -> lowest = 0x90;
                case 0xF4 -> highest = 0x8F;
                default -> {
                    // Any continuation byte is valid.
                }
            }
        }
        return next >= lowest && next <= highest;
    }

    /**
     * Returns the length of an incomplete character at the end of the bytes, 0 to 3.
     */
    public static int cutAtEnd(byte[] bytes, int from, int to) {
        for (int length = 1; length <= 3 && length <= to - from; length++) {
            if ((bytes[to - length] & 0xC0) == 0x80) {
                continue;
            }
            boolean isCut =
                    lengthAfter(bytes[to - length] & 0xFF) > length && sequence(bytes, to - length, to) == -length;
            return isCut ? length : 0;
        }
        return 0;
    }

    /** Returns the index of the first ill-formed byte; the length if there is none. */
    static int firstIllFormed(byte[] bytes, int length) {
        int i = 0;
        while (i < length) {
            if (i + Words.BYTES <= length && Words.others(Words.at(bytes, i)) == 0) {
                i += Words.BYTES;
                continue;
            }
            int sequence = sequence(bytes, i, length);
            if (sequence < 0) {
                return i;
            }
            i += sequence;
        }
        return length;
    }
}
