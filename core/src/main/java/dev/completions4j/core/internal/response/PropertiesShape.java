// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonNull;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties of an object that are not modeled, of which some differ from chunk to chunk. */
final class PropertiesShape {

    private final String[] names;

    /** Those that do not differ. */
    private final JsonValue[] values;

    /** All properties, if none differs. */
    private final Map<String, JsonValue> constant;

    /** @param holes some of which may be properties that are not modeled */
    PropertiesShape(Map<String, JsonValue> properties, List<Hole> holes) {
        this.names = properties.keySet().toArray(String[]::new);
        this.values = properties.values().toArray(JsonValue[]::new);
        boolean differs = false;
        for (Hole hole : holes) {
            if (hole.place().isProperty()) {
                differs = true;
                values[indexOf(hole.name())] = JsonNull.NULL;
            }
        }
        this.constant = differs ? Map.of() : properties;
    }

    private int indexOf(String name) {
        return Arrays.asList(names).indexOf(name);
    }

    /**
     * Returns the values with another one.
     *
     * @param read the values, with some that were read before; null if none was
     */
    JsonValue[] with(Hole hole, JsonValue value, JsonValue @Nullable [] read) {
        JsonValue[] next = read == null ? values.clone() : read;
        next[names.length == 1 ? 0 : indexOf(hole.name())] = value;
        return next;
    }

    /**
     * Returns the properties, to be copied.
     *
     * @param read all values; null if none was read
     */
    Map<String, JsonValue> of(JsonValue @Nullable [] read) {
        return read == null ? constant : new PropertyTable(names, read);
    }
}
