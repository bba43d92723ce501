package dev.completions4j.core.chunk;

import dev.completions4j.JsonValue;
import dev.completions4j.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the properties of one object, which the parser has just begun, and gathers those that nobody asks for.
 *
 * <p>The methods that read a value treat {@code null} as absent, and name the property when its type is wrong.
 */
final class PropertyReader {

    /** Reads the value of one property, or gives it to {@link #unknown}. */
    interface Properties {
        void property(String name, PropertyReader reader);
    }

    /** Reads one element of an array. */
    interface Element<T> {
        T read(JsonParser parser);
    }

    private final JsonParser parser;
    private Map<String, JsonValue> unknown = Map.of();

    private PropertyReader(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads an object that the parser stands at the beginning of; returns the properties that were unknown. */
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

    /** Keeps the value under its name. */
    void unknown(String name) {
        if (unknown.isEmpty()) {
            unknown = new LinkedHashMap<>();
        }
        unknown.put(name, Json.read(parser));
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    JsonParser parser() {
        return parser;
    }

    @Nullable String string(String name) {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> parser.getString();
            default -> throw wrongType(name, "a string", parser);
        };
    }

    String stringOrEmpty(String name) {
        String value = string(name);
        return value == null ? "" : value;
    }

    @Nullable Long integer(String name) {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            // Some servers write whole numbers as 1.0.
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getLongValue();
            default -> throw wrongType(name, "a number", parser);
        };
    }

    long integerOrZero(String name) {
        Long value = integer(name);
        return value == null ? 0 : value;
    }

    static @Nullable Double number(JsonParser parser, String name) {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> throw wrongType(name, "a number", parser);
        };
    }

    /** Null if the value is null. */
    <T extends @Nullable Object> @Nullable List<T> array(String name, Element<T> element) {
        if (isNull()) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType(name, "an array", parser);
        }
        List<T> elements = new ArrayList<>(4);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(element.read(parser));
        }
        return elements;
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
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> token.toString();
        };
    }
}
