// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import java.util.Arrays;

/** The letters of a text with their positions. */
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

    /** Returns the letter's start index in the text. */
    int start(int index) {
        return starts[index];
    }

    /** Returns the letter's end index in the text, exclusive. */
    int end(int index) {
        return ends[index];
    }
}
