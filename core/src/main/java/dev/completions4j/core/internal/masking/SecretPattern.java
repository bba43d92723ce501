// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.BitSet;
import java.util.HexFormat;

/**
 * Finds a secret in plain, JSON-escaped or percent-encoded form, which may differ per character. Immutable.
 *
 * <p>Not a regular expression, since the depth of its recursion would grow with the secret, and tokens of identity
 * providers have thousands of characters. The testkit has its own search for recordings, since neither module may
 * depend on the other.
 */
final class SecretPattern {

    /** Replaces a secret in a masked text. */
    static final String HIDDEN = "***";

    /** The limit of backslashes before a character, as in nested JSON; bounded to keep matching linear. */
    private static final int BACKSLASHES = 8;

    private static final HexFormat HEX = HexFormat.of();

    /** Without backslashes, since any number of them may precede a character. */
    private final int[] characters;

    SecretPattern(String secret) {
        characters = secret.codePoints().filter(c -> c != '\\').toArray();
    }

    /** Returns the text with {@link #HIDDEN} in place of each occurrence. */
    String masked(String text) {
        StringBuilder masked = new StringBuilder();
        int shown = 0;
        int i = 0;
        while (i < text.length()) {
            int length = new Attempt(text, i).length();
            if (length > 0) {
                masked.append(text, shown, i).append(HIDDEN);
                shown = i + length;
            }
            i += Math.max(length, 1);
        }
        return masked.append(text, shown, text.length()).toString();
    }

    /** Returns the index of an occurrence that the end of the text cuts off; the text's length if there is none. */
    int startOfPart(String text) {
        for (int i = 0; i < text.length(); i++) {
            Attempt attempt = new Attempt(text, i);
            if (attempt.length() == 0 && attempt.isCutOff) {
                return i;
            }
        }
        return text.length();
    }

    /** Looks for the secret at one index of a text. */
    private final class Attempt {

        private final String text;
        private final int start;
        /** Whether a form of a character is complete except for what would follow the text. */
        private boolean isCutOff;

        Attempt(String text, int start) {
            this.text = text;
            this.start = start;
        }

        /** Returns the length of the occurrence; 0 if there is none. */
        int length() {
            // Relative to the start. Several, because the forms of a character can begin alike: u is also u0075.
            BitSet ends = new BitSet();
            ends.set(0);
            for (int i = 0; i < characters.length && !ends.isEmpty(); i++) {
                BitSet next = new BitSet();
                int character = characters[i];
                ends.stream().forEach(end -> addForms(character, start + end, next));
                ends = next;
            }
            return Math.max(0, ends.length() - 1);
        }

        private void addForms(int c, int at, BitSet ends) {
            int first = afterBackslashes(at);
            if (first == text.length()) {
                isCutOff = true;
                return;
            }
            char next = text.charAt(first);
            if (text.codePointAt(first) == c) {
                ends.set(first + Character.charCount(c) - start);
            } else if (first == text.length() - 1 && Character.toChars(c)[0] == next) {
                isCutOff = true;
            } else if (next == '+' && c == ' ') {
                ends.set(first + 1 - start);
            }
            if (next == 'u') {
                int end = first;
                for (char unit : Character.toChars(c)) {
                    end = after("u" + HEX.toHexDigits(unit), afterBackslashes(end));
                }
                add(end, ends);
            } else if (next == '%') {
                int end = first;
                for (byte unit : Character.toString(c).getBytes(UTF_8)) {
                    end = after("%" + HEX.toHexDigits(unit), end);
                }
                add(end, ends);
            }
        }

        private void add(int end, BitSet ends) {
            if (end >= 0) {
                ends.set(end - start);
            }
        }

        /** Returns the index after the form, regardless of case; -1 if it is not there, or if the index is -1. */
        private int after(String form, int at) {
            if (at < 0) {
                return -1;
            }
            int length = Math.min(form.length(), text.length() - at);
            boolean matches = text.regionMatches(true, at, form, 0, length);
            isCutOff |= matches && length < form.length();
            return matches && length == form.length() ? at + length : -1;
        }

        private int afterBackslashes(int at) {
            int i = at;
            while (i >= 0 && i < text.length() && i < at + BACKSLASHES && text.charAt(i) == '\\') {
                i++;
            }
            return i;
        }
    }
}
