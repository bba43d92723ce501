// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;

/**
 * Encodes long texts in UTF-8 block by block, without a copy of the whole text. A block fits in the processor's cache.
 * Not thread-safe.
 */
final class Utf8Blocks {

    /** Length of a block in chars. */
    static final int LENGTH = 4096;

    private static final int MAX_BYTES_PER_CHAR = 3;

    private final CharsetEncoder encoder = UTF_8.newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    private final CharBuffer chars = CharBuffer.allocate(LENGTH);
    private final ByteBuffer bytes = ByteBuffer.allocate(LENGTH * MAX_BYTES_PER_CHAR);

    /** Returns the end of the block that begins at an index, which does not separate the halves of a pair. */
    static int end(String text, int start) {
        int end = Math.min(start + LENGTH, text.length());
        return end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    /**
     * Encodes a block; a lone half of a surrogate pair becomes a question mark.
     *
     * @return the number of bytes, which are at the beginning of {@link #bytes()}
     */
    int encode(String text, int start, int end) {
        text.getChars(start, end, chars.array(), 0);
        chars.position(0).limit(end - start);
        bytes.clear();
        var unused = encoder.reset().encode(chars, bytes, true);
        return bytes.position();
    }

    byte[] bytes() {
        return bytes.array();
    }
}
