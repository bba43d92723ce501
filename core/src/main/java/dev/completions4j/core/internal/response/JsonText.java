// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * Reads what stands between the quotes of a JSON string, and leaves to the parser what needs more than a look.
 *
 * <p>There is no quote in it but behind a backslash, and no control character.
 */
final class JsonText {

    private JsonText() {}

    /** The text of bytes without a backslash; null if a parser must decide. */
    static @Nullable String plain(byte[] json, int length, boolean ascii) {
        if (ascii) {
            return new String(json, 0, length, ISO_8859_1);
        }
        String text = new String(json, 0, length, UTF_8);
        // What stands for bytes that are not UTF-8, which is for the parser to say.
        return text.indexOf('\uFFFD') < 0 ? text : null;
    }

    /** The text of any bytes, which are changed; null if a parser must decide. */
    static @Nullable String unescaped(byte[] json, int length) {
        int unescaped = 0;
        boolean ascii = true;
        for (int i = 0; i < length; i++) {
            byte b = json[i];
            if (b == '\\') {
                i++;
                b = i < length ? meaning(json[i]) : 0;
                if (b == 0) {
                    return null;
                }
            }
            ascii &= b >= 0;
            json[unescaped++] = b;
        }
        return plain(json, unescaped, ascii);
    }

    /** What a letter behind a backslash means; 0 if that takes more than the letter. */
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
