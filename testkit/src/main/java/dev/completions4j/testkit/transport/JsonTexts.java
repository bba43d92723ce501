// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.JsonValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON between texts, trees and the values that tests write. */
final class JsonTexts {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int SHOWN = 300;

    private JsonTexts() {}

    /** @throws tools.jackson.core.JacksonException if it is not JSON */
    static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    static JsonPointer pointer(String text) {
        if (!text.isEmpty() && !text.startsWith("/")) {
            throw new IllegalArgumentException("The JSON pointer \"" + text + "\" does not begin with /; to name the"
                    + " property prompt, write /prompt");
        }
        return JsonPointer.compile(text);
    }

    /** The tree of what a test writes for a JSON value. */
    static JsonNode tree(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        } else if (value instanceof String || value instanceof Boolean || value instanceof Number) {
            return MAPPER.valueToTree(value);
        } else if (value instanceof JsonValue json) {
            return tree(plain(json));
        } else if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode();
            list.forEach(each -> array.add(tree(each)));
            return array;
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode object = NODES.objectNode();
            map.forEach((name, member) -> object.set(String.valueOf(name), tree(member)));
            return object;
        }
        throw new IllegalArgumentException("JSON can't write a "
                + value.getClass().getName() + "; use a String, Boolean, Number, List, Map, JsonValue or null");
    }

    /** The same value as tests write it; null for JSON's own. */
    private static @Nullable Object plain(JsonValue value) {
        if (value instanceof JsonValue.JsonString string) {
            return string.value();
        } else if (value instanceof JsonValue.JsonNumber number) {
            return number.value();
        } else if (value instanceof JsonValue.JsonArray array) {
            return array.elements();
        } else if (value instanceof JsonValue.JsonObject object) {
            return object.members();
        }
        return value == JsonValue.JsonNull.NULL ? null : value == JsonValue.JsonBoolean.TRUE;
    }

    /** For {@link JsonNode#equals(java.util.Comparator, JsonNode)}: 7, 7L and 7.0 are one number. */
    static int compareNumbers(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    static String shortened(JsonNode value) {
        return shortened(value.toString());
    }

    /** A text for a message, on one line and not too long. */
    static String shortened(String text) {
        String line = text.replace('\n', ' ').replace('\r', ' ');
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "… (" + line.length() + " characters)";
    }
}
