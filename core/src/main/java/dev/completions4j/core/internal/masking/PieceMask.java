// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks a text that comes in pieces: what may be the beginning of a secret is held back until the next piece. Not safe for
 * use by several threads at once.
 */
public final class PieceMask {

    private final List<Pattern> patterns;
    private String heldBack = "";

    PieceMask(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /** Returns what can be shown now that this piece is there. */
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

    /** Returns what was held back, now that the text has ended; masked if it is long enough to be of use. */
    public String rest() {
        String rest = heldBack;
        heldBack = "";
        return SentSecrets.isLong(rest) ? SecretPattern.HIDDEN : rest;
    }

    /** Where something begins that the text is too short to tell from a secret; the text's length if nothing does. */
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
