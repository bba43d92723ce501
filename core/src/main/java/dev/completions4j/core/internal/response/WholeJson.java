// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.core.internal.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Reads bodies that consist of one JSON value. */
final class WholeJson {

    private WholeJson() {}

    /**
     * Returns the members of an object, in a map that may be changed.
     *
     * @throws MalformedJsonException if the bytes are not one object
     */
    static Map<String, JsonValue> object(byte[] json, int length) {
        if (value(json, length) instanceof JsonObject object) {
            return new LinkedHashMap<>(object.members());
        }
        throw new MalformedJsonException("It should be one object and nothing else");
    }

    /**
     * Returns the value; null if there is none, or more than one.
     *
     * @throws MalformedJsonException if the bytes are not JSON
     */
    static @Nullable JsonValue value(byte[] json, int length) {
        try (JsonParser parser = Json.parser(json, length)) {
            if (parser.nextToken() == null) {
                return null;
            }
            JsonValue value = Json.read(parser);
            return parser.nextToken() == null ? value : null;
        } catch (JacksonException e) {
            throw MalformedJsonException.of(e);
        }
    }
}
