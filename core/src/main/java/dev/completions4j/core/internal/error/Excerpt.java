// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.error;

/** Shortens text from a server for messages, and escapes control characters. */
public final class Excerpt {

    private Excerpt() {}

    /** Returns an excerpt of about {@code maxChars} characters, with control characters escaped. */
    public static String of(String text, int maxChars) {
        StringBuilder excerpt = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (excerpt.length() >= maxChars) {
                return excerpt.append('…').toString();
            }
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> excerpt.append("\\n");
                case '\r' -> excerpt.append("\\r");
                case '\t' -> excerpt.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        excerpt.append(String.format("\\u%04x", (int) c));
                    } else {
                        excerpt.append(c);
                    }
                }
            }
        }
        return excerpt.toString();
    }
}
