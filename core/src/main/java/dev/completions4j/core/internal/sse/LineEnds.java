// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.sse;

import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.core.internal.json.Words;

/** Finds the ends of lines. */
public final class LineEnds {

    private LineEnds() {}

    /** Returns whether the remaining bytes contain a line feed or a carriage return. */
    public static boolean areIn(PaddedBytes input) {
        return indexIn(input) < input.limit();
    }

    /** Returns the index of the first line feed or carriage return after the position; the limit if there is none. */
    static int indexIn(PaddedBytes input) {
        byte[] bytes = input.array();
        int limit = input.limit();
        for (int i = input.position(); i < limit; i += Words.BYTES) {
            long word = Words.at(bytes, i);
            long ends = Words.equal(word, '\n') | Words.equal(word, '\r');
            if (ends != 0) {
                return Math.min(limit, i + Words.first(ends));
            }
        }
        return limit;
    }
}
