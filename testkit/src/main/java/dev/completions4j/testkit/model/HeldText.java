// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Generated text that is held back because it may be the beginning of a stop sequence. */
final class HeldText {

    /** A stop sequence in the text, and its index. */
    record Match(String stop, int index) {}

    private final List<String> stops;
    private final int longestStop;
    private final StringBuilder text = new StringBuilder();

    HeldText(List<String> stops) {
        this.stops = stops;
        longestStop = stops.stream().mapToInt(String::length).max().orElse(0);
    }

    void add(String token) {
        text.append(token);
    }

    int length() {
        return text.length();
    }

    /** Returns the first stop sequence in the text; null if there is none. */
    @Nullable Match firstStop() {
        return stops.stream()
                .map(stop -> new Match(stop, text.indexOf(stop)))
                .filter(match -> match.index() >= 0)
                .min(Comparator.comparingInt(Match::index))
                .orElse(null);
    }

    /** Returns the length of the text that cannot be part of a stop sequence, regardless of what follows. */
    int clearLength() {
        int clear = Math.max(0, text.length() - longestStop);
        while (clear < text.length() && !mayBeginStop(text.substring(clear))) {
            clear++;
        }
        return clear;
    }

    /** Removes and returns the given number of characters from the start. */
    String take(int length) {
        String taken = text.substring(0, length);
        text.delete(0, length);
        return taken;
    }

    private boolean mayBeginStop(String end) {
        return stops.stream().anyMatch(stop -> stop.startsWith(end));
    }
}
