// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text that was generated and not yet given out, because it may be the beginning of a stop. */
final class HeldText {

    /** A stop in the text, and where it begins. */
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

    /** Null if there is none. */
    @Nullable Match firstStop() {
        return stops.stream()
                .map(stop -> new Match(stop, text.indexOf(stop)))
                .filter(match -> match.index() >= 0)
                .min(Comparator.comparingInt(Match::index))
                .orElse(null);
    }

    /** How much of the text can be no part of a stop, whatever follows. */
    int clearLength() {
        int clear = Math.max(0, text.length() - longestStop);
        while (clear < text.length() && !mayBeginStop(text.substring(clear))) {
            clear++;
        }
        return clear;
    }

    /** Takes that much text from the front. */
    String take(int length) {
        String taken = text.substring(0, length);
        text.delete(0, length);
        return taken;
    }

    private boolean mayBeginStop(String end) {
        return stops.stream().anyMatch(stop -> stop.startsWith(end));
    }
}
