// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;

/**
 * Reads a long text block by block. The JDK copies chars from a text, and converts them to Latin-1, many at a time, which
 * it does not do for a loop over {@link String#charAt}.
 */
final class TextBlocks {

    /** Maximum length of a block in chars; the buffers of a block fit in a processor's first-level cache. */
    static final int LENGTH = 2048;

    private final String text;
    private final CharsetEncoder latin1Encoder = ISO_8859_1.newEncoder();
    private final CharBuffer chars = CharBuffer.allocate(LENGTH);
    private final ByteBuffer latin1 = ByteBuffer.allocate(LENGTH + Words.BYTES);
    private int end;
    private int length;

    TextBlocks(String text) {
        this.text = text;
    }

    /** Reads the next block, which ends between characters; returns whether there is one. */
    boolean next() {
        int start = end;
        end = endOfBlock(start);
        length = end - start;
        text.getChars(start, end, chars.array(), 0);
        chars.position(0).limit(length);
        latin1.clear();
        var unused = latin1Encoder.reset().encode(chars, latin1, true);
        return length > 0;
    }

    private int endOfBlock(int start) {
        int next = Math.min(start + LENGTH, text.length());
        return next < text.length() && Character.isHighSurrogate(text.charAt(next - 1)) ? next - 1 : next;
    }

    /** Returns the length of the block in chars. */
    int length() {
        return length;
    }

    /** Returns whether the block has no char above U+00FF. */
    boolean isLatin1() {
        return latin1.position() == length;
    }

    /**
     * Returns an array that begins with the block's bytes in Latin-1, if it {@linkplain #isLatin1() has them}, and is a
     * word longer.
     */
    byte[] latin1() {
        return latin1.array();
    }

    /** Returns an array that begins with the block's chars. */
    char[] chars() {
        return chars.array();
    }
}
