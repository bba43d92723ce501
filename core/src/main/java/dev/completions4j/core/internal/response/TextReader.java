// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.core.internal.json.Words;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Finds and reads a JSON string in a buffer. */
final class TextReader {

    /** Sufficient for most tokens. */
    private static final int USUAL_BYTES = 64;

    private final byte[] usual = new byte[USUAL_BYTES];
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
        byte[] bytes = length <= USUAL_BYTES ? usual : new byte[length];
        input.get(start, bytes, 0, length);
        return escaped ? JsonText.unescaped(bytes, length) : JsonText.plain(bytes, length, ascii);
    }
}
