// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.masking;

import java.util.BitSet;

/** A hash table of all windows of a given length in a text. */
final class Windows {

    private final int length;
    private final int count;

    /** Open addressing; each slot has the hash of a window, or 0 if it is empty. */
    private final long[] hashes;

    /** The slots whose windows were found in a prompt. */
    private final BitSet found = new BitSet();

    /** The slot of each window. */
    private final int[] places;

    /** @param letters at least {@code length} letters */
    Windows(LocatedLetters letters, int length) {
        this.length = length;
        this.count = letters.size() - length + 1;
        this.hashes = new long[Integer.highestOneBit(count) * 4];
        this.places = new int[count];
        RollingHash hash = new RollingHash(length);
        for (int i = 0; i < letters.size(); i++) {
            if (hash.add(letters.letter(i))) {
                int place = place(hash.value());
                hashes[place] = nonZero(hash.value());
                places[i - length + 1] = place;
            }
        }
    }

    /** Looks up each window of a prompt. */
    void find(LetterSource prompt) {
        RollingHash hash = new RollingHash(length);
        prompt.giveTo(new LetterReader() {
            @Override
            void onLetter(int letter, int start, int end) {
                if (hash.add(letter)) {
                    int place = place(hash.value());
                    if (hashes[place] != 0) {
                        found.set(place);
                    }
                }
            }
        });
    }

    /** Sets the bits of the letters whose windows were found. */
    void addFound(BitSet letters) {
        if (!found.isEmpty()) {
            for (int i = 0; i < count; i++) {
                if (found.get(places[i])) {
                    letters.set(i, i + length);
                }
            }
        }
    }

    /** Returns the slot of a hash, or the empty slot for it. */
    private int place(long hash) {
        long wanted = nonZero(hash);
        int place = (int) wanted & (hashes.length - 1);
        while (hashes[place] != 0 && hashes[place] != wanted) {
            place = (place + 1) & (hashes.length - 1);
        }
        return place;
    }

    private static long nonZero(long hash) {
        return hash == 0 ? 1 : hash;
    }
}
