// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

/** Encodes blocks of a text as the content of a JSON string. */
final class TextEncoder {

    private static final long[] CHARS = JsonChars.all();

    private static final int MAX_BYTES_PER_CHAR = 6;

    private final byte[] bytes = new byte[MAX_BYTES_PER_CHAR * TextBlocks.LENGTH + Words.BYTES];

    /**
     * Encodes a block; a lone half of a surrogate pair becomes a question mark.
     *
     * @return the number of bytes, which are at the beginning of {@link #bytes()}
     */
    int encode(TextBlocks block) {
        return block.isLatin1()
                ? encode(block.latin1(), block.length(), bytes)
                : encode(block.chars(), block.length(), bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    private static int encode(byte[] latin1, int length, byte[] to) {
        int i = 0;
        int end = 0;
        while (i <= length - Words.BYTES) {
            long word = Words.at(latin1, i);
            Words.set(to, end, word);
            long notPlain = Words.escaped(word) | Words.others(word);
            if (notPlain == 0) {
                i += Words.BYTES;
                end += Words.BYTES;
            } else {
                // The next word begins after this character, so that there is one branch that is hard to predict.
                int plain = Words.first(notPlain);
                end = encode(latin1[i + plain] & 0xFF, to, end + plain);
                i += plain + 1;
            }
        }
        while (i < length) {
            end = encode(latin1[i] & 0xFF, to, end);
            i++;
        }
        return end;
    }

    /** Encodes a char below {@link JsonChars#COUNT}; returns the end of its bytes. */
    private static int encode(int c, byte[] to, int at) {
        long json = CHARS[c];
        Words.set(to, at, json);
        return at + JsonChars.count(json);
    }

    private static int encode(char[] chars, int length, byte[] to) {
        int end = 0;
        for (int i = 0; i < length; i++) {
            char c = chars[i];
            if (c < JsonChars.COUNT) {
                end = encode(c, to, end);
            } else if (!Character.isSurrogate(c)) {
                Words.set(to, end, 0x8080E0 | c >> 12 | (c >> 6 & 0x3F) << 8 | (c & 0x3F) << 16);
                end += 3;
            } else if (i + 1 < length && Character.isSurrogatePair(c, chars[i + 1])) {
                i++;
                int p = Character.toCodePoint(c, chars[i]);
                Words.set(
                        to,
                        end,
                        0x808080F0L | p >> 18 | (p >> 12 & 0x3F) << 8 | (p >> 6 & 0x3F) << 16 | (p & 0x3F) << 24);
                end += 4;
            } else {
                to[end++] = '?';
            }
        }
        return end;
    }
}
