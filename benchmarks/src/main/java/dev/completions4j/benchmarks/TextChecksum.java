// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The number of texts, and a checksum of each choice's text. Not thread-safe. */
final class TextChecksum {

    private final int[] hashes;
    private long texts;

    TextChecksum(int choices) {
        hashes = new int[choices];
    }

    /** Adds the part of a text that starts at an index; empty texts, as in the last chunk of a choice, do not count. */
    void add(int choice, String text, int from) {
        if (text.isEmpty()) {
            return;
        }
        int hash = hashes[choice];
        for (int i = from; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        hashes[choice] = hash;
        texts++;
    }

    long texts() {
        return texts;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TextChecksum sum && texts == sum.texts && Arrays.equals(hashes, sum.hashes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(texts, Arrays.hashCode(hashes));
    }

    @Override
    public String toString() {
        return texts + " texts with checksums " + Arrays.toString(hashes);
    }
}
