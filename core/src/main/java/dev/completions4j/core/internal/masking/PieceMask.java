// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import java.util.List;

/**
 * Masks a text that arrives in pieces; a possible beginning of a secret is held back until the next piece. Not
 * thread-safe.
 */
public final class PieceMask {

    private final List<SecretPattern> patterns;
    private String heldBack = "";

    PieceMask(List<SecretPattern> patterns) {
        this.patterns = patterns;
    }

    /** Returns the text that can be shown after this piece. */
    public String masked(String piece) {
        String text = heldBack + piece;
        for (SecretPattern pattern : patterns) {
            text = pattern.masked(text);
        }
        int shown = text.length();
        for (SecretPattern pattern : patterns) {
            shown = Math.min(shown, pattern.startOfPart(text));
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
}
