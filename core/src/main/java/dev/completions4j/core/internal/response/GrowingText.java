// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import java.util.ArrayList;
import java.util.List;

/** A text that comes in pieces: short ones are copied together up to some length, long ones are kept as they are. */
final class GrowingText {

    /** Beside so many characters, what else a string takes in memory is little. */
    private static final int LONG = 512;

    /** What came before the end. */
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
        // In one step, since a long text should not be there three times.
        return String.join("", all);
    }
}
