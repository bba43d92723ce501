// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import dev.completions4j.FinishReason;
import org.jspecify.annotations.Nullable;

/** Keeps what a server calls things out of meters and spans unless it looks like a name: texts may repeat a prompt. */
final class ServerWords {

    private static final int MAX_LENGTH = 128;

    private ServerWords() {}

    /** Returns the name; null if it is null, empty, longer than 128 characters or not printable ASCII without spaces. */
    static @Nullable String name(@Nullable String word) {
        return word == null
                        || word.isEmpty()
                        || word.length() > MAX_LENGTH
                        || !word.chars().allMatch(c -> c > ' ' && c < 0x7f)
                ? null
                : word;
    }

    /** Returns the reason's name; {@code _OTHER} if it does not look like one. */
    static String name(FinishReason reason) {
        String name = name(reason.value());
        return name == null ? "_OTHER" : name;
    }
}
