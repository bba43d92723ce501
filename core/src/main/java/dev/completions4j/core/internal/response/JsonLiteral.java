// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.completions4j.core.internal.json.Words;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Bytes that are expected in a text. Up to 16 of them are compared eight at a time. */
final class JsonLiteral {

    private static final int SHORT = 2 * Words.BYTES;

    private final byte[] bytes;
    private final int from;
    private final int length;
    private final long first;
    private final long firstMask;
    private final long second;
    private final long secondMask;

    /** @param bytes an array that must not change */
    JsonLiteral(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.length = to - from;
        byte[] beginning = Arrays.copyOfRange(bytes, from, from + SHORT);
        this.firstMask = Words.mask(length);
        this.first = Words.at(beginning, 0) & firstMask;
        this.secondMask = Words.mask(length - Words.BYTES);
        this.second = Words.at(beginning, Words.BYTES) & secondMask;
    }

    /** Returns an ASCII text. */
    static JsonLiteral of(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        return new JsonLiteral(bytes, 0, bytes.length);
    }

    /** Returns the name of a property, in quotes. */
    static JsonLiteral name(String name) {
        return of("\"" + name + "\"");
    }

    int length() {
        return length;
    }

    /** Returns a copy that does not refer to the array. */
    JsonLiteral copy() {
        return new JsonLiteral(Arrays.copyOfRange(bytes, from, from + length), 0, length);
    }

    void writeTo(ByteArrayOutputStream output) {
        output.write(bytes, from, length);
    }

    /**
     * Returns whether the bytes are at an index of a text.
     *
     * @param text an array that is at least 16 bytes longer than the text
     * @param limit the end of the text; the byte after it is not in the literal
     */
    boolean isAt(byte[] text, int index, int limit) {
        if (length > SHORT) {
            return limit - index >= length && Arrays.equals(text, index, index + length, bytes, from, from + length);
        }
        return (Words.at(text, index) & firstMask) == first
                && (length <= Words.BYTES || (Words.at(text, index + Words.BYTES) & secondMask) == second);
    }
}
