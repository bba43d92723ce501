// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A JSON value, for properties not modeled by this library.
 *
 * <p>Immutable.
 *
 * @since 0.1.0
 */
public sealed interface JsonValue {

    /**
     * Returns a string.
     *
     * @param value the unescaped text
     */
    static JsonValue of(String value) {
        return new JsonString(value);
    }

    /**
     * Returns a boolean.
     *
     * @param value the value
     */
    static JsonValue of(boolean value) {
        return value ? JsonBoolean.TRUE : JsonBoolean.FALSE;
    }

    /**
     * Returns a number.
     *
     * @param value the value
     */
    static JsonValue of(long value) {
        return new JsonNumber(BigDecimal.valueOf(value));
    }

    /**
     * Returns a number.
     *
     * @param value the value
     * @throws NumberFormatException if the value is infinite or NaN, which JSON cannot represent
     */
    static JsonValue of(double value) {
        return new JsonNumber(BigDecimal.valueOf(value));
    }

    /**
     * Returns an array.
     *
     * @param elements the elements, copied
     */
    static JsonValue array(List<? extends JsonValue> elements) {
        return new JsonArray(List.copyOf(elements));
    }

    /**
     * Returns an object.
     *
     * @param members the members, copied; their order is preserved
     */
    static JsonValue object(Map<String, ? extends JsonValue> members) {
        return new JsonObject(Copies.of(members));
    }

    /** Returns the JSON value {@code null}. */
    static JsonValue nullValue() {
        return JsonNull.NULL;
    }

    /**
     * Returns the value of a JSON text, such as a JSON schema from a file. The engine parses it, so that this API needs no
     * JSON library.
     *
     * @param json one JSON value; if a name occurs twice in an object, its last value applies
     * @throws IllegalArgumentException if the text is not exactly one JSON value, or is nested more than 64 levels deep;
     *     the message contains the position, but no part of the text
     * @throws IllegalStateException if there is no engine, or more than one, on the class path or module path
     */
    static JsonValue parse(String json) {
        return JsonCodecs.recent().parse(json);
    }

    /**
     * Returns this value as JSON text without insignificant whitespace. In texts, a lone half of a surrogate pair becomes
     * a question mark. The engine formats it, so that this API needs no JSON library.
     *
     * @throws IllegalStateException if there is no engine, or more than one, on the class path or module path
     */
    default String toJson() {
        return JsonCodecs.recent().format(this);
    }

    /**
     * The engine's part in {@link #parse} and {@link #toJson}, located by {@link java.util.ServiceLoader}.
     *
     * <p>The artifact {@code completions4j-core} implements this interface. Applications neither call nor implement it;
     * methods may be added.
     */
    interface Codec {

        /**
         * Returns the value of a JSON text.
         *
         * @param json the text
         * @throws IllegalArgumentException if it is not exactly one JSON value; the message contains no part of the text
         */
        JsonValue parse(String json);

        /**
         * Returns a value as JSON text.
         *
         * @param value the value
         */
        String format(JsonValue value);
    }

    /**
     * A JSON object.
     *
     * @param members the members, in order
     */
    record JsonObject(Map<String, JsonValue> members) implements JsonValue {
        public JsonObject {
            members = Copies.of(members);
        }
    }

    /**
     * A JSON array.
     *
     * @param elements the elements, in order
     */
    record JsonArray(List<JsonValue> elements) implements JsonValue {
        public JsonArray {
            elements = List.copyOf(elements);
        }
    }

    /**
     * A JSON string.
     *
     * @param value the unescaped text
     */
    record JsonString(String value) implements JsonValue {}

    /**
     * A JSON number.
     *
     * @param value the exact value; {@code 1.0} and {@code 1.00} are not equal
     */
    record JsonNumber(BigDecimal value) implements JsonValue {}

    /** A JSON boolean. */
    enum JsonBoolean implements JsonValue {
        /** The value {@code false}. */
        FALSE,
        /** The value {@code true}. */
        TRUE
    }

    /** The JSON value {@code null}. */
    enum JsonNull implements JsonValue {
        /** The only instance. */
        NULL
    }
}
