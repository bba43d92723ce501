// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.core.internal.json.Words;
import org.jspecify.annotations.Nullable;

/**
 * Texts of up to seven bytes that a client has received often, so that equal ones are one string: most tokens are short,
 * and few are frequent. Thread-safe.
 */
final class ShortTexts {

    /** Sufficient for the most frequent tokens, which are two thirds of a text in English. */
    private static final int SLOT_BITS = 9;

    /** How many texts are not found before one of them replaces another. */
    private static final int MISSES = 16;

    /** Multiplied by this number, similar words differ in their highest bits (Fibonacci hashing). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** Immutable, so that a thread reads either all of an entry or none. */
    private record Entry(long bytes, String text) {}

    private final @Nullable Entry[] entries = new Entry[1 << SLOT_BITS];

    /** Approximate, if several threads count. */
    private int misses;

    /**
     * Returns a text.
     *
     * @param bytes its UTF-8, padded with zeros to a {@linkplain Words word}
     * @return null if it is unknown
     */
    @Nullable String get(long bytes) {
        Entry entry = entries[slot(bytes)];
        return entry != null && entry.bytes == bytes ? entry.text : null;
    }

    /** Suggests a text that was unknown. */
    void add(long bytes, String text) {
        int slot = slot(bytes);
        if (entries[slot] == null || ++misses % MISSES == 0) {
            entries[slot] = new Entry(bytes, text);
        }
    }

    private static int slot(long bytes) {
        return (int) ((bytes * SPREAD) >>> (Long.SIZE - SLOT_BITS));
    }
}
