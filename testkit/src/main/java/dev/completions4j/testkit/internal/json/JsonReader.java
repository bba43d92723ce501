// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.internal.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Parses JSON text into trees. The parser rejects values that are nested too deeply. */
public final class JsonReader {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonReader() {}

    /**
     * Parses a text.
     *
     * @return the value; null if the text is empty
     * @throws tools.jackson.core.JacksonException if the text is not JSON, or has more than one value
     */
    public static @Nullable JsonNode read(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return null;
            }
            JsonNode value = value(parser);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "The value is followed by another one");
            }
            return value;
        }
    }

    private static JsonNode value(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> ValueNode.of(parser.getString());
            case VALUE_NUMBER_INT -> ValueNode.of(parser.getNumberValue());
            case VALUE_NUMBER_FLOAT -> ValueNode.of(parser.getDecimalValue());
            case VALUE_TRUE, VALUE_FALSE -> ValueNode.of(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> ValueNode.ofNull();
            default -> throw new StreamReadException(parser, "No value begins with " + token);
        };
    }

    private static ObjectNode object(JsonParser parser) {
        ObjectNode object = new ObjectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, value(parser));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) {
        ArrayNode array = new ArrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }
}
