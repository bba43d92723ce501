package dev.completions4j.core.chunk;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonNull;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds the additional properties of a choice's parts: arrays, such as those of token ids, are one array in parts; of
 * other values the last one that is not null holds.
 */
final class GrowingProperties {

    // Most streams have none.
    private Map<String, JsonValue> latest = Map.of();
    private Map<String, List<JsonValue>> arrays = Map.of();

    void add(Map<String, JsonValue> properties) {
        if (!properties.isEmpty()) {
            properties.forEach(this::add);
        }
    }

    private void add(String name, JsonValue value) {
        if (value instanceof JsonArray array) {
            arrays = arrays.isEmpty() ? new LinkedHashMap<>() : arrays;
            arrays.computeIfAbsent(name, each -> new ArrayList<>()).addAll(array.elements());
        } else {
            latest = latest.isEmpty() ? new LinkedHashMap<>() : latest;
            latest.merge(name, value, GrowingProperties::later);
        }
    }

    /** The later of two values of a property; servers that have told a value may send null from then on. */
    static JsonValue later(JsonValue before, JsonValue now) {
        return now instanceof JsonNull ? before : now;
    }

    Map<String, JsonValue> whole() {
        Map<String, JsonValue> whole = new LinkedHashMap<>(latest);
        arrays.forEach((name, elements) -> whole.put(name, JsonValue.array(elements)));
        return whole;
    }
}
