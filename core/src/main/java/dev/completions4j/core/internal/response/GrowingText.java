// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import java.util.ArrayList;
import java.util.List;

/**
 * Accumulates a text, in parts whose size grows with it: a short text wastes little memory, and a long one consists of
 * few large arrays, which the garbage collector does not move. A piece that is longer than a part is kept as it is.
 */
final class GrowingText {

    /** Length from which the overhead of a string is negligible. */
    private static final int SHORTEST_PART = 512;

    private static final int LONGEST_PART = 1 << 20;

    /** The length of a part as a fraction of the text so far. */
    private static final int PARTS = 4;

    /** The parts before {@link #end}. */
    private final List<String> parts = new ArrayList<>(0);

    private final StringBuilder end = new StringBuilder();
    private int partLength = SHORTEST_PART;
    private long length;

    void add(String piece) {
        length += piece.length();
        if (end.length() + piece.length() > partLength) {
            endPart();
        }
        if (piece.length() > partLength) {
            parts.add(piece);
        } else {
            end.append(piece);
        }
    }

    private void endPart() {
        if (!end.isEmpty()) {
            parts.add(end.toString());
            end.setLength(0);
        }
        partLength = (int) Math.max(SHORTEST_PART, Math.min(LONGEST_PART, length / PARTS));
    }

    String whole() {
        if (parts.isEmpty()) {
            return end.toString();
        }
        List<String> all = new ArrayList<>(parts);
        all.add(end.toString());
        // In one step, to avoid a third copy of a long text.
        return String.join("", all);
    }
}
