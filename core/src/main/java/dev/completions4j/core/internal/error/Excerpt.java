// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.error;

/** Cuts text from a server to what a message can show: bounded, and without control characters. */
public final class Excerpt {

    private Excerpt() {}

    /** At most that many characters; control characters escaped. */
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
