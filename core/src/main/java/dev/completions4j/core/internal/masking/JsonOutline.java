// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

/**
 * Masks all strings except property names in a text that may be JSON, complete or malformed, since any of them may be a
 * completion.
 */
public final class JsonOutline {

    private JsonOutline() {}

    /**
     * Returns the text with {@code ***} in place of each quoted string that is not followed by a colon. An unterminated
     * string extends to the end of the text. Single quotes are recognized in texts that begin with a brace or a
     * bracket.
     */
    public static String of(String text) {
        boolean single =
                text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        StringBuilder outline = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"' || (single && c == '\'')) {
                int end = endOfString(text, i);
                outline.append(isName(text, end) ? text.substring(i, end) : c + SecretPattern.HIDDEN + c);
                i = end;
            } else {
                outline.append(c);
                i++;
            }
        }
        return outline.toString();
    }

    /** Returns the index after the closing quote, or the text's length if there is none. */
    private static int endOfString(String text, int start) {
        char quote = text.charAt(start);
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == quote) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static boolean isName(String text, int end) {
        int next = end;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next < text.length() && text.charAt(next) == ':';
    }
}
