package dev.completions4j.core.chunk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Reads what stands between the quotes of a JSON string, and leaves to the parser what needs more than a look. */
final class JsonText {

    private JsonText() {}

    /** The text; null if it is not one whole string, or if a parser must decide. */
    static @Nullable String read(byte[] json, int from, int to) {
        boolean ascii = true;
        for (int i = from; i < to; i++) {
            byte b = json[i];
            if (b == '\\') {
                return unescaped(json, from, to);
            }
            if (b == '"' || (b >= 0 && b < ' ')) {
                return null;
            }
            ascii &= b >= 0;
        }
        return text(json, from, to, ascii);
    }

    private static @Nullable String unescaped(byte[] json, int from, int to) {
        byte[] bytes = new byte[to - from];
        int length = 0;
        boolean ascii = true;
        for (int i = from; i < to; i++) {
            byte b = json[i];
            if (b == '"' || (b >= 0 && b < ' ')) {
                return null;
            }
            if (b == '\\') {
                i++;
                b = i < to ? meaning(json[i]) : 0;
                if (b == 0) {
                    return null;
                }
            }
            ascii &= b >= 0;
            bytes[length++] = b;
        }
        return text(bytes, 0, length, ascii);
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

    private static @Nullable String text(byte[] bytes, int from, int to, boolean ascii) {
        if (ascii) {
            return new String(bytes, from, to - from, ISO_8859_1);
        }
        String text = new String(bytes, from, to - from, UTF_8);
        // What stands for bytes that are not UTF-8, which is for the parser to say.
        return text.indexOf('\uFFFD') < 0 ? text : null;
    }
}
