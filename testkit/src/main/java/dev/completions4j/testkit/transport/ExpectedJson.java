// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.JsonReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;

/** A value that a JSON text must have at a location. */
record ExpectedJson(JsonPointer place, JsonNode value) {

    /** @throws IllegalArgumentException if the pointer is malformed, or the value cannot be written as JSON */
    static ExpectedJson of(String pointer, @Nullable Object value) {
        return new ExpectedJson(JsonTexts.pointer(pointer), JsonTexts.tree(value));
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
        if (actual == null) {
            return name() + " is missing";
        }
        return actual.equals(value) ? null : name() + " is " + JsonTexts.shortened(actual);
    }

    @Override
    public String toString() {
        return name() + " = " + JsonTexts.shortened(value);
    }

    private String name() {
        return place.matches() ? "the body" : place.toString();
    }
}
