// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A JSON value of any type: how properties are sent and read that this library has no name for.
 *
 * <p>Immutable.
 */
public sealed interface JsonValue {

    static JsonValue of(String value) {
        return new JsonString(value);
    }

    static JsonValue of(boolean value) {
        return value ? JsonBoolean.TRUE : JsonBoolean.FALSE;
    }

    static JsonValue of(long value) {
        return new JsonNumber(BigDecimal.valueOf(value));
    }

    /**
     * A number.
     *
     * @throws NumberFormatException if it is infinite or not a number, which JSON can't write
     */
    static JsonValue of(double value) {
        return new JsonNumber(BigDecimal.valueOf(value));
    }

    static JsonValue array(List<? extends JsonValue> elements) {
        return new JsonArray(List.copyOf(elements));
    }

    static JsonValue object(Map<String, ? extends JsonValue> members) {
        return new JsonObject(Copies.of(members));
    }

    /** The value {@code null}. */
    static JsonValue nullValue() {
        return JsonNull.NULL;
    }

    /**
     * An object.
     *
     * @param members in their order
     */
    record JsonObject(Map<String, JsonValue> members) implements JsonValue {
        public JsonObject {
            members = Copies.of(members);
        }
    }

    /**
     * An array.
     *
     * @param elements in their order
     */
    record JsonArray(List<JsonValue> elements) implements JsonValue {
        public JsonArray {
            elements = List.copyOf(elements);
        }
    }

    /**
     * A string.
     *
     * @param value unescaped
     */
    record JsonString(String value) implements JsonValue {}

    /**
     * A number.
     *
     * @param value exact; {@code 1.0} and {@code 1.00} differ
     */
    record JsonNumber(BigDecimal value) implements JsonValue {}

    /** {@code true} or {@code false}. */
    enum JsonBoolean implements JsonValue {
        FALSE,
        TRUE
    }

    /** {@code null}. */
    enum JsonNull implements JsonValue {
        NULL
    }
}
