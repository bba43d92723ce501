// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.JsonValue;
import dev.completions4j.testkit.internal.json.ArrayNode;
import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import dev.completions4j.testkit.internal.json.ValueNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/** Converts between JSON text, trees and the values that tests write. */
final class JsonTexts {

    private static final int SHOWN = 300;

    private JsonTexts() {}

    static JsonPointer pointer(String text) {
        if (!text.isEmpty() && !text.startsWith("/")) {
            throw new IllegalArgumentException("The JSON pointer \"" + text + "\" does not begin with /; for the"
                    + " property prompt, write /prompt");
        }
        return JsonPointer.compile(text);
    }

    /** Returns the tree of a value that a test has written. */
    static JsonNode tree(@Nullable Object value) {
        if (value == null) {
            return ValueNode.ofNull();
        } else if (value instanceof String string) {
            return ValueNode.of(string);
        } else if (value instanceof Boolean bool) {
            return ValueNode.of(bool.booleanValue());
        } else if (value instanceof Number number) {
            return ValueNode.of(number);
        } else if (value instanceof JsonValue json) {
            return tree(plain(json));
        } else if (value instanceof List<?> list) {
            ArrayNode array = new ArrayNode();
            list.forEach(each -> array.add(tree(each)));
            return array;
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode object = new ObjectNode();
            map.forEach((name, member) -> object.set(String.valueOf(name), tree(member)));
            return object;
        }
        throw new IllegalArgumentException("A " + value.getClass().getName()
                + " cannot be written as JSON; use a String, Boolean, Number, List, Map, JsonValue or null");
    }

    /** Returns the value as tests write it; null for JSON null. */
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

    static String shortened(JsonNode value) {
        return shortened(value.toString());
    }

    /** Returns the text in one line and shortened, for messages. */
    static String shortened(String text) {
        String line = text.replace('\n', ' ').replace('\r', ' ');
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "… (" + line.length() + " characters)";
    }
}
