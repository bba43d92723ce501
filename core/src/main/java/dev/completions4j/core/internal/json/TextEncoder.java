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
        int added = 0;
        int i = 0;
        for (; i <= length - Words.BYTES; i += Words.BYTES) {
            long word = Words.at(latin1, i);
            Words.set(to, i + added, word);
            if (Words.others(word) != 0) {
                // There are probably more, among which branches are hard to predict.
                break;
            }
            long escaped = Words.escaped(word);
            if (escaped != 0) {
                added = escape(latin1, i, escaped, to, added);
            }
        }
        return encodeEach(latin1, i, length, to, i + added);
    }

    /**
     * Escapes bytes of a word.
     *
     * @param escaped the bytes to escape; may include others
     * @param added the number of bytes by which the JSON has been longer so far
     * @return the number of bytes by which it is longer now
     */
    private static int escape(byte[] ascii, int start, long escaped, byte[] to, int added) {
        for (long rest = escaped; rest != 0; rest &= rest - 1) {
            int i = start + Words.first(rest);
            long json = CHARS[ascii[i]];
            Words.set(to, i + added, json);
            added += JsonChars.count(json) - 1;
            Words.set(to, i + 1 + added, Words.at(ascii, i + 1));
        }
        return added;
    }

    private static int encodeEach(byte[] latin1, int from, int length, byte[] to, int at) {
        int end = at;
        for (int i = from; i < length; i++) {
            long json = CHARS[latin1[i] & 0xFF];
            Words.set(to, end, json);
            end += JsonChars.count(json);
        }
        return end;
    }

    private static int encode(char[] chars, int length, byte[] to) {
        int end = 0;
        for (int i = 0; i < length; i++) {
            char c = chars[i];
            if (c < JsonChars.COUNT) {
                long json = CHARS[c];
                Words.set(to, end, json);
                end += JsonChars.count(json);
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
