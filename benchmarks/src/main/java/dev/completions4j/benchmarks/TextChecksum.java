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
        String added = text.substring(from);
        // The hash of a text is a polynomial, which JDK 21 and later compute many chars at a time. A loop over the
        // chars
        // would cost more than reading long texts does.
        hashes[choice] = hashes[choice] * power(added.length()) + added.hashCode();
        texts++;
    }

    /** Returns 31 to the power of a number. */
    private static int power(int exponent) {
        int power = 1;
        int square = 31;
        for (int rest = exponent; rest > 0; rest >>= 1) {
            power *= (rest & 1) == 0 ? 1 : square;
            square *= square;
        }
        return power;
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
