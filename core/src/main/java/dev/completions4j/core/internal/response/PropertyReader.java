// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.JsonValue;
import dev.completions4j.core.internal.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the properties of one object, and collects unknown ones.
 *
 * <p>The methods that read a value treat {@code null} as absent, and report the property's name if its type is wrong.
 *
 * <p>A documented property may occur only once, since two values would be ambiguous. This is tracked in a bit set.
 */
final class PropertyReader {

    /** Reads the value of a property, or calls {@link #unknown}. */
    interface Properties {
        void property(String name, PropertyReader reader);
    }

    /** Reads an element of an array. */
    interface Element<T> {
        T read(JsonParser parser);
    }

    private final JsonParser parser;
    private int seen;
    private Map<String, JsonValue> unknown = Map.of();

    private PropertyReader(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads the object at the parser's current token; returns the unknown properties. */
    static Map<String, JsonValue> readObject(JsonParser parser, String what, Properties properties) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType(what, "an object", parser);
        }
        PropertyReader reader = new PropertyReader(parser);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            properties.property(name, reader);
        }
        return reader.unknown;
    }

    /** Returns the name of the current property. */
    private String name() {
        return parser.currentName();
    }

    /**
     * Records a documented property.
     *
     * @param place the index of the property in its object type, 0 to 31
     * @return this
     * @throws MalformedJsonException if the property occurred before
     */
    PropertyReader once(int place) {
        int bit = 1 << place;
        if ((seen & bit) != 0) {
            throw new MalformedJsonException(name() + " occurs twice in one object");
        }
        seen |= bit;
        return this;
    }

    /** Adds the current value to the unknown properties; replaces an earlier one. */
    void unknown() {
        if (unknown.isEmpty()) {
            unknown = new LinkedHashMap<>();
        }
        unknown.put(name(), Json.read(parser));
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    JsonParser parser() {
        return parser;
    }

    @Nullable String string() {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> parser.getString();
            default -> throw wrongType(name(), "a string", parser);
        };
    }

    String stringOrEmpty() {
        String value = string();
        return value == null ? "" : value;
    }

    @Nullable Long whole() {
        return whole(parser, name());
    }

    long wholeOrZero() {
        Long value = whole();
        return value == null ? 0 : value;
    }

    /** Reads an array; returns null if the value is null. */
    <T extends @Nullable Object> @Nullable List<T> array(Element<T> element) {
        if (isNull()) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType(name(), "an array", parser);
        }
        List<T> elements = new ArrayList<>(4);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(element.read(parser));
        }
        return elements;
    }

    /** Reads a whole number, possibly written as {@code 1.0}. */
    static @Nullable Long whole(JsonParser parser, String name) {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> {
                Json.requireNumber(parser);
                double value = parser.getDoubleValue();
                if (value != Math.rint(value)) {
                    throw wrongType(name, "a whole number", parser);
                }
                yield parser.getLongValue();
            }
            default -> throw wrongType(name, "a number", parser);
        };
    }

    static MalformedJsonException wrongType(String name, String expected, JsonParser parser) {
        return new MalformedJsonException(
                name + " should be " + expected + " but is " + describe(parser.currentToken()));
    }

    private static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "a number";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> token.toString();
        };
    }
}
