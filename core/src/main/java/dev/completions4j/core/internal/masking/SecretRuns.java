// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import java.util.BitSet;
import java.util.List;

/**
 * Masks parts of prompts and keys in a text.
 *
 * <p>Only letters and digits are compared, as read by {@link LetterReader}; quotes, escapes, brackets and line breaks
 * are ignored. A part is masked if it has at least {@value #RUN} letters, where a character outside ASCII counts twice.
 * A shorter prompt of at least {@value #SHORTEST} letters is masked where it appears as a whole.
 *
 * <p>All windows of the text, which is short, are hashed; the prompts, which may be long, are read once.
 */
final class SecretRuns {

    private static final int RUN = 16;
    private static final int SHORTEST = 8;

    private SecretRuns() {}

    static String masked(String text, List<LetterSource> sources) {
        LocatedLetters letters = new LocatedLetters(text);
        Windows[] byLength = new Windows[RUN + 1];
        for (LetterSource source : sources) {
            int length = source.count(RUN);
            if (length >= SHORTEST && length <= letters.size()) {
                if (byLength[length] == null) {
                    byLength[length] = new Windows(letters, length);
                }
                byLength[length].find(source);
            }
        }
        BitSet found = new BitSet();
        for (Windows windows : byLength) {
            if (windows != null) {
                windows.addFound(found);
            }
        }
        return found.isEmpty() ? text : without(found, letters, text);
    }

    private static String without(BitSet found, LocatedLetters letters, String text) {
        StringBuilder shown = new StringBuilder();
        int end = 0;
        int from = found.nextSetBit(0);
        while (from >= 0) {
            int to = found.nextClearBit(from);
            // Both halves of a character outside ASCII have the same start.
            shown.append(text, end, Math.max(end, letters.start(from))).append(SecretPattern.HIDDEN);
            end = letters.end(to - 1);
            from = found.nextSetBit(to);
        }
        return shown.append(text, end, text.length()).toString();
    }
}
