// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.terminal;

/** The number of terminal columns that texts occupy. */
public final class TextWidth {

    /** The first and the last code point of each range that occupies two columns: East Asian wide characters, emoji. */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x2614, 0x2615, 0x2648, 0x2653, 0x26CE, 0x26CE,
        0x2705, 0x2705, 0x274C, 0x274C, 0x2753, 0x2755, 0x2795, 0x2797, 0x2E80, 0x303E, 0x3041, 0x33FF, 0x3400, 0x4DBF,
        0x4E00, 0x9FFF, 0xA000, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60,
        0xFFE0, 0xFFE6, 0x1F1E6, 0x1F1FF, 0x1F300, 0x1F64F, 0x1F680, 0x1F6FF, 0x1F900, 0x1FAFF, 0x20000, 0x3FFFD
    };

    private TextWidth() {}

    /**
     * Returns the number of columns of a text without line breaks and tabs.
     *
     * @param text the text
     */
    public static int of(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            width += of(codePoint);
            i += Character.charCount(codePoint);
        }
        return width;
    }

    /**
     * Returns the number of columns of a character: 0 if it combines with the preceding one or is invisible, 1, or 2.
     *
     * @param codePoint the character
     */
    public static int of(int codePoint) {
        if (codePoint >= ' ' && codePoint < 0x300) {
            return codePoint == 0xAD ? 0 : 1;
        }
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    private static boolean isWide(int codePoint) {
        for (int i = 0; i < WIDE.length; i += 2) {
            if (codePoint <= WIDE[i + 1]) {
                return codePoint >= WIDE[i];
            }
        }
        return false;
    }

    /**
     * Returns a text with blanks after it, so that it occupies a number of columns.
     *
     * @param text the text; returned as it is if it is wider
     * @param columns the number of columns
     */
    public static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /**
     * Returns a text that occupies at most a number of columns; if it was shortened, it ends with an ellipsis.
     *
     * @param text the text
     * @param columns the number of columns, positive
     */
    public static String shortened(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        int width = 0;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            if (width + of(codePoint) > columns - 1) {
                break;
            }
            width += of(codePoint);
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end) + "…";
    }
}
