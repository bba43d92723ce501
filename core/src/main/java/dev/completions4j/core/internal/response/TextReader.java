// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.core.internal.json.Words;
import org.jspecify.annotations.Nullable;

/** Finds and reads a JSON string in a text that ends with a control character. */
final class TextReader {

    private static final byte[] NO_BYTES = {};

    private final ShortTexts shortTexts;

    /** Overwritten by each text with escapes. */
    private byte[] unescaped = NO_BYTES;

    private int start;
    private int end;
    private boolean escaped;
    private boolean ascii;

    /** The bytes of a string that is shorter than a word and has no escapes. */
    private long word;

    TextReader(ShortTexts shortTexts) {
        this.shortTexts = shortTexts;
    }

    /**
     * Finds the closing quote of a string.
     *
     * @param start start index of the string, after the quote
     * @return the index of the quote; -1 if a control character is before it
     */
    int find(byte[] json, int start) {
        this.start = start;
        long bytes = Words.at(json, start);
        int length = Words.first(Words.escaped(bytes));
        if (length < Words.BYTES && json[start + length] == '"') {
            word = Words.before(bytes, length);
            escaped = false;
            ascii = Words.others(word) == 0;
            end = start + length;
            return end;
        }
        return findAfter(json, start);
    }

    private int findAfter(byte[] json, int from) {
        escaped = false;
        long others = 0;
        int i = from;
        while (true) {
            long bytes = Words.at(json, i);
            long signs = Words.escaped(bytes);
            if (signs == 0) {
                others |= Words.others(bytes);
                i += Words.BYTES;
                continue;
            }
            int first = Words.first(signs);
            others |= Words.others(Words.before(bytes, first));
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

    /** Returns the string that was found last; null if the parser must decode it. */
    @Nullable String text(byte[] json) {
        if (escaped) {
            return JsonText.unescaped(json, start, end, ascii, atLeast(end - start));
        }
        if (end - start >= Words.BYTES) {
            return JsonText.plain(json, start, end, ascii);
        }
        String known = shortTexts.get(word);
        return known == null ? shortText(json) : known;
    }

    private byte[] atLeast(int length) {
        if (unescaped.length < length) {
            unescaped = new byte[Math.max(length, 2 * unescaped.length)];
        }
        return unescaped;
    }

    private @Nullable String shortText(byte[] json) {
        String text = JsonText.plain(json, start, end, ascii);
        if (text != null) {
            shortTexts.add(word, text);
        }
        return text;
    }
}
