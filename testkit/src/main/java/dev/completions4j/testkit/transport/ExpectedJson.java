// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.JsonReader;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;

/**
 * A value that a JSON text must have at a location.
 *
 * @param value null if there must be none
 */
record ExpectedJson(JsonPointer place, @Nullable JsonNode value) {

    /** @throws IllegalArgumentException if the pointer is malformed, or the value cannot be written as JSON */
    static ExpectedJson of(String pointer, @Nullable Object value) {
        return new ExpectedJson(JsonTexts.pointer(pointer), JsonTexts.tree(value));
    }

    /** @throws IllegalArgumentException if the pointer is malformed */
    static ExpectedJson none(String pointer) {
        return new ExpectedJson(JsonTexts.pointer(pointer), null);
    }

    /** Describes how the value in the text differs; returns null if it does not. */
    @Nullable String mismatch(String text) {
        JsonNode actual;
        try {
            JsonNode body = JsonReader.read(text);
            actual = body == null ? null : body.at(place);
        } catch (JacksonException e) {
            return "the body is not JSON";
        }
        if (Objects.equals(actual, value)) {
            return null;
        }
        return name() + " is " + (actual == null ? "missing" : JsonTexts.shortened(actual));
    }

    @Override
    public String toString() {
        return value == null ? "without " + name() : "with " + name() + " = " + JsonTexts.shortened(value);
    }

    private String name() {
        return place.matches() ? "the body" : place.toString();
    }
}
