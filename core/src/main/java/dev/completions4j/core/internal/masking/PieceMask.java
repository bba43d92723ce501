// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks a text that arrives in pieces; a possible beginning of a secret is held back until the next piece. Not
 * thread-safe.
 */
public final class PieceMask {

    private final List<Pattern> patterns;
    private String heldBack = "";

    PieceMask(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /** Returns the text that can be shown after this piece. */
    public String masked(String piece) {
        String text = heldBack + piece;
        for (Pattern pattern : patterns) {
            text = pattern.matcher(text).replaceAll(SecretPattern.HIDDEN);
        }
        int shown = text.length();
        for (Pattern pattern : patterns) {
            shown = Math.min(shown, startOfPart(pattern, text));
        }
        heldBack = text.substring(shown);
        return text.substring(0, shown);
    }

    /** Returns the text that was held back, at the end; masked if it is long enough to be a secret. */
    public String rest() {
        String rest = heldBack;
        heldBack = "";
        return SentSecrets.isLong(rest) ? SecretPattern.HIDDEN : rest;
    }

    /**
     * Returns the start of a possible beginning of a secret at the end of the text; the text's length if there is none.
     */
    private static int startOfPart(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        for (int start = 0; start < text.length(); start++) {
            if (!matcher.region(start, text.length()).lookingAt() && matcher.hitEnd()) {
                return start;
            }
        }
        return text.length();
    }
}
