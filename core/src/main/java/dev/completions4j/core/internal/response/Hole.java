// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

/**
 * A value that differs from chunk to chunk.
 *
 * @param name the name of a property that is not modeled; empty otherwise
 * @param before the index of the literal before it; {@link #NOTHING} for choices and usage, which consist of values
 */
record Hole(Place place, String name, int before) {

    static final int NOTHING = -1;

    /** Reads the JSON before the value. */
    void skipBefore(JsonScanner input, JsonLiteral[] literals) {
        if (before != NOTHING) {
            input.skip(literals[before]);
        }
    }
}
