package dev.completions4j.core.chunk;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Finds the end of a JSON string in a buffer, and reads what stands before it. */
final class TextReader {

    /** More than most tokens have. */
    private static final int USUAL_BYTES = 64;

    private final byte[] usual = new byte[USUAL_BYTES];
    private byte[] bytes = usual;
    private int length;

    /**
     * Looks for the quote that ends a text.
     *
     * @param start where the text begins
     * @return where the quote is; -1 if there is none
     */
    int find(ByteBuffer input, int start) {
        bytes = usual;
        int available = input.limit() - start;
        int filled = Math.min(available, bytes.length);
        input.get(start, bytes, 0, filled);
        int quote = quote(filled);
        while (quote == filled && filled < available) {
            filled = Math.min(available, 8 * filled);
            bytes = new byte[filled];
            input.get(start, bytes, 0, filled);
            quote = quote(filled);
        }
        length = quote;
        return quote < filled ? start + quote : -1;
    }

    /** The text before the quote that was found last; null if a parser must decide. */
    @Nullable String text() {
        return JsonText.read(bytes, 0, length);
    }

    /** Where the first quote is that no backslash stands before; {@code to} if there is none. */
    private int quote(int to) {
        int i = 0;
        while (i < to && bytes[i] != '"') {
            i += bytes[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, to);
    }
}
