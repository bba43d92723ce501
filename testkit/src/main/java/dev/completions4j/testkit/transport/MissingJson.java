// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.JsonReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;

/** A location at which a JSON text must have no value. */
record MissingJson(JsonPointer place) {

    /** @throws IllegalArgumentException if the pointer is malformed */
    static MissingJson of(String pointer) {
        return new MissingJson(JsonTexts.pointer(pointer));
    }

    /** Describes the value at the location; returns null if there is none. */
    @Nullable String mismatch(String text) {
        try {
            JsonNode body = JsonReader.read(text);
            JsonNode actual = body == null ? null : body.at(place);
            return actual == null ? null : place + " is " + JsonTexts.shortened(actual);
        } catch (JacksonException e) {
            return "the body is not JSON";
        }
    }
}
