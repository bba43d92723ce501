// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

/** Counts letters up to a limit. */
final class LetterCounter extends LetterReader {

    private final int limit;
    private int count;

    LetterCounter(int limit) {
        this.limit = limit;
    }

    int count() {
        return Math.min(limit, count);
    }

    @Override
    boolean isFull() {
        return count >= limit;
    }

    @Override
    void onLetter(int letter, int start, int end) {
        count++;
    }
}
