// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import java.util.ArrayList;
import java.util.List;

/** Accumulates a text: short pieces are copied together, long ones are kept. */
final class GrowingText {

    /** Length from which the overhead of a string is negligible. */
    private static final int LONG = 512;

    /** The parts before {@link #end}. */
    private final List<String> parts = new ArrayList<>(0);

    private final StringBuilder end = new StringBuilder();

    void add(String piece) {
        if (end.length() + piece.length() > LONG) {
            endPart();
        }
        if (piece.length() > LONG) {
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
