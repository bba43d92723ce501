// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** Creates JSON objects whose members keep their order; that of {@link Map#of} differs from JVM to JVM. */
final class OrderedObject {

    private OrderedObject() {}

    static JsonValue of(String first, JsonValue firstValue, String second, JsonValue secondValue) {
        return JsonValue.object(members(first, firstValue, second, secondValue));
    }

    static JsonValue of(
            String first,
            JsonValue firstValue,
            String second,
            JsonValue secondValue,
            String third,
            JsonValue thirdValue) {
        Map<String, JsonValue> members = members(first, firstValue, second, secondValue);
        members.put(third, thirdValue);
        return JsonValue.object(members);
    }

    private static Map<String, JsonValue> members(
            String first, JsonValue firstValue, String second, JsonValue secondValue) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put(first, firstValue);
        members.put(second, secondValue);
        return members;
    }
}
