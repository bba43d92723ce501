// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.terminal;

/** Text of others, made fit to stand beside other text on a terminal. */
public final class Cells {

    private static final char FIRST_STRONG_ISOLATE = '\u2068';
    private static final char POP_DIRECTIONAL_ISOLATE = '\u2069';

    private Cells() {}

    /**
     * Returns a text whose control characters, which could move the cursor or change colors, are replaced by their
     * pictures. Line feeds and tabs remain.
     *
     * @param text the text
     */
    public static String printable(String text) {
        StringBuilder replaced = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\n' && c != '\t') {
                if (replaced == null) {
                    replaced = new StringBuilder(text);
                }
                replaced.setCharAt(i, picture(c));
            }
        }
        return replaced == null ? text : replaced.toString();
    }

    private static char picture(char control) {
        if (control < ' ') {
            return (char) (0x2400 + control);
        }
        return control == 0x7F ? '\u2421' : '\uFFFD';
    }

    /**
     * Returns a text that does not change the order of the text around it: one that is written from right to left is
     * enclosed in a directional isolate.
     *
     * @param text the text, of one line
     */
    public static String isolated(String text) {
        return isRightToLeft(text) ? FIRST_STRONG_ISOLATE + text + POP_DIRECTIONAL_ISOLATE : text;
    }

    private static boolean isRightToLeft(String text) {
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            byte direction =
                    codePoint < 0x590 ? Character.DIRECTIONALITY_LEFT_TO_RIGHT : Character.getDirectionality(codePoint);
            if (direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                    || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC) {
                return true;
            }
            i += Character.charCount(codePoint);
        }
        return false;
    }
}
