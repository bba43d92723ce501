// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.core.internal.json.Words;
import org.jspecify.annotations.Nullable;

/**
 * Decodes simple JSON strings; others are left to the parser. The input has no unescaped quotes and no control
 * characters.
 */
final class JsonText {

    private JsonText() {}

    /** Returns the text of bytes without a backslash; null if the parser must decode them. */
    static @Nullable String plain(byte[] json, int start, int end, boolean ascii) {
        if (ascii) {
            return new String(json, start, end - start, ISO_8859_1);
        }
        String text = new String(json, start, end - start, UTF_8);
        // A replacement character may stand for ill-formed UTF-8, which the parser handles.
        return text.indexOf('\uFFFD') < 0 ? text : null;
    }

    /**
     * Returns the text of bytes; null if the parser must decode them.
     *
     * @param unescaped an array that is at least as long, and is overwritten
     */
    static @Nullable String unescaped(byte[] json, int start, int end, boolean ascii, byte[] unescaped) {
        int length = 0;
        int i = start;
        while (i < end) {
            int run = endOfRun(json, i, end);
            System.arraycopy(json, i, unescaped, length, run - i);
            length += run - i;
            i = run;
            if (i < end) {
                byte meaning = meaning(json[i + 1]);
                if (meaning == 0) {
                    return null;
                }
                unescaped[length++] = meaning;
                i += 2;
            }
        }
        return plain(unescaped, 0, length, ascii);
    }

    /** Returns the index of the first backslash; {@code end} if there is none. */
    private static int endOfRun(byte[] json, int start, int end) {
        int i = start;
        while (i < end) {
            long found = Words.equal(Words.at(json, i), '\\');
            if (found != 0) {
                return Math.min(end, i + Words.first(found));
            }
            i += Words.BYTES;
        }
        return end;
    }

    /** Returns the meaning of a character after a backslash; 0 if the parser must decode it. */
    private static byte meaning(byte escaped) {
        return switch (escaped) {
            case '"', '\\', '/' -> escaped;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> 0;
        };
    }
}
