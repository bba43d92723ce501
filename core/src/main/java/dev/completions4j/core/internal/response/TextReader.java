// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.core.internal.json.Words;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Finds and reads a JSON string in a buffer. */
final class TextReader {

    /** Sufficient for most tokens. */
    private static final int USUAL_BYTES = 64;

    /** An array for longer texts is not kept, since a stream may be idle for a long time. */
    private static final int LONGEST_KEPT = 16 * 1024;

    /** The bytes of the text that was read last. */
    private byte[] bytes = new byte[USUAL_BYTES];

    private int start;
    private int end;
    private boolean escaped;
    private boolean ascii;

    /**
     * Finds the closing quote of a text.
     *
     * @param start start index of the text
     * @return the index of the quote; -1 if there is none, or if the text contains a control character
     */
    int find(ByteBuffer input, int start) {
        this.start = start;
        escaped = false;
        long others = 0;
        int i = start;
        while (i < input.limit()) {
            long word = Words.at(input, i);
            long signs = Words.equal(word, '"') | Words.equal(word, '\\') | Words.controls(word);
            if (signs == 0) {
                others |= Words.others(word);
                i += Words.BYTES;
                continue;
            }
            int first = Words.first(signs);
            others |= Words.others(Words.before(word, first));
            i += first;
            byte sign = i < input.limit() ? input.get(i) : 0;
            if (sign == '"') {
                end = i;
                ascii = others == 0;
                return i;
            }
            if (sign != '\\') {
                return -1;
            }
            escaped = true;
            i += 2;
        }
        return -1;
    }

    /** Returns the text that was found last; null if the parser must decode it. */
    @Nullable String text(ByteBuffer input) {
        int length = end - start;
        byte[] text = array(length);
        input.get(start, text, 0, length);
        return escaped ? JsonText.unescaped(text, length) : JsonText.plain(text, length, ascii);
    }

    /** Returns an array of at least the given length. */
    private byte[] array(int length) {
        if (length <= bytes.length) {
            return bytes;
        }
        byte[] longer = new byte[Math.max(length, 2 * bytes.length)];
        if (longer.length <= LONGEST_KEPT) {
            bytes = longer;
        }
        return longer;
    }
}
