package dev.completions4j.core.chunk;

import java.util.ArrayList;
import java.util.List;

/** A text that comes in parts: short ones are copied together, long ones are kept as they are. */
final class GrowingText {

    /** Beside so many characters, what else a string takes in memory is little. */
    private static final int LONG = 256;

    /** What came before the end. */
    private final List<String> parts = new ArrayList<>(0);

    private final StringBuilder end = new StringBuilder();

    void add(String part) {
        if (part.length() < LONG) {
            end.append(part);
        } else {
            endPart();
            parts.add(part);
        }
    }

    private void endPart() {
        if (!end.isEmpty()) {
            parts.add(end.toString());
            end.setLength(0);
        }
    }

    String whole() {
        return parts.isEmpty() ? end.toString() : String.join("", parts).concat(end.toString());
    }
}
