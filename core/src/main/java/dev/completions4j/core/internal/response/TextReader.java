// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.core.internal.json.Words;
import org.jspecify.annotations.Nullable;

/** Finds and reads a JSON string in a text that ends with a control character. */
final class TextReader {

    private int start;
    private int end;
    private boolean escaped;
    private boolean ascii;

    /**
     * Finds the closing quote of a string.
     *
     * @param start start index of the string, after the quote
     * @return the index of the quote; -1 if a control character is before it
     */
    int find(byte[] json, int start) {
        this.start = start;
        escaped = false;
        long others = 0;
        int i = start;
        while (true) {
            long word = Words.at(json, i);
            long signs = Words.escaped(word);
            if (signs == 0) {
                others |= Words.others(word);
                i += Words.BYTES;
                continue;
            }
            int first = Words.first(signs);
            others |= Words.others(Words.before(word, first));
            i += first;
            if (json[i] == '"') {
                end = i;
                ascii = others == 0;
                return i;
            }
            // The character after a backslash may be a quote, but not the end.
            if (json[i] != '\\' || json[i + 1] == 0) {
                return -1;
            }
            escaped = true;
            i += 2;
        }
    }

    /** Returns the string that was found last, whose bytes are modified; null if the parser must decode it. */
    @Nullable String text(byte[] json) {
        return escaped ? JsonText.unescaped(json, start, end, ascii) : JsonText.plain(json, start, end, ascii);
    }
}
