// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonNull;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges the additional properties of a choice's parts: arrays, such as those of token ids, are concatenated; of other
 * values, the last one that is not null is kept.
 */
final class GrowingProperties {

    // Most streams have none.
    private Map<String, JsonValue> latest = Map.of();
    private Map<String, List<JsonValue>> arrays = Map.of();

    /** Of the properties that are being added, in bytes. */
    private long growth;

    /** Adds properties; returns the growth in bytes, negative if the content has shrunk. */
    long add(Map<String, JsonValue> properties) {
        growth = 0;
        properties.forEach(this::add);
        return growth;
    }

    private void add(String name, JsonValue value) {
        if (!(value instanceof JsonArray array)) {
            latest = latest.isEmpty() ? new LinkedHashMap<>() : latest;
            growth += keepLatest(name, value, latest);
            return;
        }
        arrays = arrays.isEmpty() ? new LinkedHashMap<>() : arrays;
        List<JsonValue> elements = arrays.get(name);
        if (elements == null) {
            arrays.put(name, new ArrayList<>(array.elements()));
            growth += Footprint.ofMember(name, array);
        } else {
            // Usually the id of one token, for which addAll would make an array.
            for (JsonValue element : array.elements()) {
                elements.add(element);
            }
            growth += Footprint.ofElements(array);
        }
    }

    /**
     * Replaces the value of a property, except by null, which some servers send after a value.
     *
     * @return the growth in bytes
     */
    static long keepLatest(String name, JsonValue value, Map<String, JsonValue> latest) {
        JsonValue before = latest.get(name);
        if (before == null) {
            latest.put(name, value);
            return Footprint.ofMember(name, value);
        }
        if (value instanceof JsonNull) {
            return 0;
        }
        latest.put(name, value);
        return Footprint.of(value) - Footprint.of(before);
    }

    Map<String, JsonValue> whole() {
        Map<String, JsonValue> whole = new LinkedHashMap<>(latest);
        arrays.forEach((name, elements) -> whole.put(name, JsonValue.array(elements)));
        return whole;
    }
}
