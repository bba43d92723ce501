// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonNumber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.table.api.ValidationException;
import org.jspecify.annotations.Nullable;

/** Parses JSON in options, with the parser that Flink has. */
final class JsonText {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonText() {}

    /**
     * Returns the members of an object.
     *
     * @param option the key of the option
     * @param text the value of the option
     * @throws ValidationException if the text is not a JSON object
     */
    static Map<String, JsonValue> object(String option, String text) {
        JsonNode node = parse(option, text);
        if (!node.isObject()) {
            throw notAnObject(option, null);
        }
        return members(node);
    }

    private static JsonNode parse(String option, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw notAnObject(option, e.getOriginalMessage());
        }
    }

    private static ValidationException notAnObject(String option, @Nullable String reason) {
        return new ValidationException("Option '" + option + "' is not a JSON object, such as '{\"top_k\": 20}'"
                + (reason == null ? "" : ": " + reason));
    }

    private static Map<String, JsonValue> members(JsonNode object) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        object.properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
        return members;
    }

    private static JsonValue value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> JsonValue.object(members(node));
            case ARRAY -> {
                List<JsonValue> elements = new ArrayList<>();
                node.forEach(element -> elements.add(value(element)));
                yield JsonValue.array(elements);
            }
            case STRING -> JsonValue.of(node.textValue());
            case NUMBER -> new JsonNumber(node.decimalValue());
            case BOOLEAN -> JsonValue.of(node.booleanValue());
            default -> JsonValue.nullValue();
        };
    }
}
