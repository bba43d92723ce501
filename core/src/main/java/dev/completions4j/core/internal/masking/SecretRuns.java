// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import java.util.BitSet;
import java.util.List;

/**
 * Finds parts of prompts and keys in a text.
 *
 * <p>They are compared by their letters and digits alone, as {@link LetterReader} reads them: quotes, escapes, brackets
 * and line breaks between them do not matter. A part is hidden if it has {@value #RUN} of them, where a character outside
 * ASCII counts twice; a shorter prompt is hidden where the whole of it appears, if it has {@value #SHORTEST}.
 *
 * <p>The windows of the text, which is short, are hashed; then the prompts, which may be long, are read once.
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
            // Both halves of a character outside ASCII begin at the same place.
            shown.append(text, end, Math.max(end, letters.start(from))).append(SecretPattern.HIDDEN);
            end = letters.end(to - 1);
            from = found.nextSetBit(to);
        }
        return shown.append(text, end, text.length()).toString();
    }
}
