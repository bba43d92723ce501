// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

/**
 * Removes from a text that may be JSON, whole or broken, the strings that are no names of properties: any of them may be a
 * completion.
 */
public final class JsonOutline {

    private JsonOutline() {}

    /**
     * Returns the text with {@code ***} between its quotes, but for those before a colon. A string without an end is
     * removed to the end of the text. Single quotes count in a text that begins as an object or an array does.
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

    /** After the closing quote, or the end of the text. */
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
