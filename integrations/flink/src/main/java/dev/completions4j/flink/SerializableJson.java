// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonBoolean;
import dev.completions4j.JsonValue.JsonNull;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Represents JSON values by the JDK's serializable types: maps, lists, strings, {@code BigDecimal}, and the enums of
 * {@link JsonValue}.
 */
final class SerializableJson {

    private SerializableJson() {}

    static Serializable from(JsonValue value) {
        if (value instanceof JsonObject object) {
            LinkedHashMap<String, Serializable> members = new LinkedHashMap<>();
            object.members().forEach((name, member) -> members.put(name, from(member)));
            return members;
        }
        if (value instanceof JsonArray array) {
            ArrayList<Serializable> elements = new ArrayList<>();
            array.elements().forEach(element -> elements.add(from(element)));
            return elements;
        }
        if (value instanceof JsonString string) {
            return string.value();
        }
        if (value instanceof JsonNumber number) {
            return number.value();
        }
        return value instanceof JsonBoolean bool ? bool : JsonNull.NULL;
    }

    static JsonValue toJson(Object value) {
        if (value instanceof Map<?, ?> members) {
            Map<String, JsonValue> object = new LinkedHashMap<>();
            members.forEach((name, member) -> object.put((String) name, toJson(member)));
            return JsonValue.object(object);
        }
        if (value instanceof List<?> elements) {
            return JsonValue.array(
                    elements.stream().map(SerializableJson::toJson).toList());
        }
        if (value instanceof String text) {
            return JsonValue.of(text);
        }
        return value instanceof BigDecimal number ? new JsonNumber(number) : (JsonValue) value;
    }
}
