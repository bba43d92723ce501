// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.completions4j.core.internal.json.Decimals;
import dev.completions4j.core.internal.json.Words;
import java.math.BigDecimal;

/** Reads a JSON number of up to 18 significant digits in a text that ends with a control character. */
final class NumberReader {

    /** Any digits of this number fit into a long. */
    private static final int MAX_SIGNIFICANT = 18;

    /** The parser's limit is higher. */
    private static final int MAX_DIGITS = 40;

    private static final int MAX_EXPONENT = 999;
    /** Leading zeros count towards the parser's limit of a number's length. */
    private static final int MAX_EXPONENT_DIGITS = 4;

    private static final int EIGHT_DIGITS = 100_000_000;

    // The number that was read last.
    private int start;
    private int end;
    private boolean negative;
    private long digits;
    private int exponent;
    private boolean whole;

    /**
     * Reads a number.
     *
     * @param start start index of the number
     * @return the index of the first byte after it; -1 if there is none, or if the parser must read it
     */
    int read(byte[] json, int start) {
        this.start = start;
        negative = json[start] == '-';
        digits = 0;
        int first = negative ? start + 1 : start;
        int point = digits(json, first);
        whole = json[point] != '.';
        end = whole ? point : digits(json, point + 1);
        int fraction = whole ? 0 : end - point - 1;
        exponent = -fraction;
        if (!isNumber(json, first, point - first, fraction)) {
            return -1;
        }
        byte sign = json[end];
        return (sign != 'e' && sign != 'E') || exponent(json, end + 1) ? end : -1;
    }

    private boolean isNumber(byte[] json, int first, int integer, int fraction) {
        int count = integer + fraction;
        if (integer == 0 || (!whole && fraction == 0)) {
            return false;
        }
        if (json[first] != '0') {
            return count <= MAX_SIGNIFICANT;
        }
        // The parser forgets the sign of -0.
        return integer == 1
                && (count <= MAX_SIGNIFICANT || (count <= MAX_DIGITS && count - zeros(json, first) <= MAX_SIGNIFICANT))
                && !(negative && whole);
    }

    /** Returns the number of zeros in a fraction before its other digits, and before the point. */
    private static int zeros(byte[] json, int first) {
        int zeros = 1;
        while (json[first + 1 + zeros] == '0') {
            zeros++;
        }
        return zeros;
    }

    /** Reads digits from an index, which may be none; returns their end. */
    private int digits(byte[] json, int from) {
        int i = from;
        long value = digits;
        for (long word = Words.at(json, i); Words.areDigits(word); word = Words.at(json, i)) {
            value = value * EIGHT_DIGITS + Words.number(word);
            i += Words.BYTES;
        }
        for (byte digit = json[i]; isDigit(digit); digit = json[i]) {
            value = 10 * value + (digit - '0');
            i++;
        }
        digits = value;
        return i;
    }

    /** Reads the exponent after its letter; returns whether there is one. */
    private boolean exponent(byte[] json, int from) {
        byte sign = json[from];
        int i = sign == '-' || sign == '+' ? from + 1 : from;
        int value = 0;
        end = i;
        for (byte digit = json[end]; isDigit(digit) && value <= MAX_EXPONENT; digit = json[end]) {
            value = 10 * value + (digit - '0');
            end++;
        }
        whole = false;
        exponent += sign == '-' ? -value : value;
        return end > i && end - i <= MAX_EXPONENT_DIGITS && value <= MAX_EXPONENT;
    }

    private static boolean isDigit(byte sign) {
        return sign >= '0' && sign <= '9';
    }

    /** Returns whether the number that was read last has neither a point nor an exponent. */
    boolean isWhole() {
        return whole;
    }

    /** Returns the whole number that was read last. */
    long whole() {
        return negative ? -digits : digits;
    }

    /** Returns the number that was read last. */
    BigDecimal exact() {
        return BigDecimal.valueOf(negative ? -digits : digits, -exponent);
    }

    /** Returns the double nearest to the number that was read last. */
    double nearest(byte[] json) {
        double nearest = Decimals.nearest(digits, exponent);
        if (Double.isNaN(nearest)) {
            return Double.parseDouble(new String(json, start, end - start, US_ASCII));
        }
        return negative ? -nearest : nearest;
    }
}
