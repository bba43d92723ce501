// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import java.util.Arrays;

/** The letters of a text, and where in it they are. */
final class LocatedLetters extends LetterReader {

    private int size;
    private byte[] letters = new byte[64];
    private int[] starts = new int[64];
    private int[] ends = new int[64];

    LocatedLetters(String text) {
        LetterSource.of(text).giveTo(this);
    }

    @Override
    void onLetter(int letter, int start, int end) {
        if (size == letters.length) {
            letters = Arrays.copyOf(letters, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        letters[size] = (byte) letter;
        starts[size] = start;
        ends[size] = end;
        size++;
    }

    int size() {
        return size;
    }

    int letter(int index) {
        return letters[index] & 0xff;
    }

    /** Where in the text the letter begins. */
    int start(int index) {
        return starts[index];
    }

    /** Where in the text the letter ends, exclusive. */
    int end(int index) {
        return ends[index];
    }
}
