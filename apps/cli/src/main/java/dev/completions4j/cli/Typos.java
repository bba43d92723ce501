// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

/** Finds out what a mistyped word was meant to be. */
final class Typos {

    private static final int DISTANCE = 2;

    private Typos() {}

    /**
     * Returns whether a word differs from another one by two letters at most, and is long enough for that to mean
     * something.
     */
    static boolean isTypo(String word, String meant) {
        return Math.abs(word.length() - meant.length()) <= DISTANCE
                && word.length() > DISTANCE + 1
                && distance(word, meant) <= DISTANCE;
    }

    /** Returns the number of letters to insert, remove or replace (Levenshtein). */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
