// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

/** Tests of UTF-16, the encoding of Java's texts. */
public final class Utf16 {

    private Utf16() {}

    /** Returns whether both halves of all surrogate pairs are there, so that UTF-8 can encode the text. */
    public static boolean isWellFormed(String text) {
        return text.length() <= TextBlocks.LENGTH ? isShortWellFormed(text) : isLongWellFormed(text);
    }

    private static boolean isShortWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static boolean isLongWellFormed(String text) {
        TextBlocks blocks = new TextBlocks(text);
        while (blocks.next()) {
            if (!blocks.isLatin1() && !isWellFormed(blocks.chars(), blocks.length())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWellFormed(char[] chars, int length) {
        for (int i = 0; i < length; i++) {
            if (Character.isSurrogate(chars[i])) {
                if (!Character.isSupplementaryCodePoint(Character.codePointAt(chars, i, length))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
