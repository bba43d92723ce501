// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.JsonValue;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Properties that were just read, in their order; a name may occur several times, and then its last value applies. To be copied
 * by a record: cheaper than a map of which only the entries are needed.
 */
final class PropertyTable extends AbstractMap<String, JsonValue> {

    private static final int FEW = 2;

    private String[] names;
    private JsonValue[] values;
    private int size;

    PropertyTable() {
        this(new String[FEW], new JsonValue[FEW], 0);
    }

    /** @param names an array that is not changed unless properties are added */
    PropertyTable(String[] names, JsonValue[] values) {
        this(names, values, names.length);
    }

    private PropertyTable(String[] names, JsonValue[] values, int size) {
        this.names = names;
        this.values = values;
        this.size = size;
    }

    void add(String name, JsonValue value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        names[size] = name;
        values[size] = value;
        size++;
    }

    /** Returns the number of properties, of which some may have the same name. */
    @Override
    public int size() {
        return size;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super JsonValue> action) {
        for (int i = 0; i < size; i++) {
            action.accept(names[i], values[i]);
        }
    }

    @Override
    public Set<Entry<String, JsonValue>> entrySet() {
        Map<String, JsonValue> copy = new LinkedHashMap<>();
        forEach(copy::put);
        return copy.entrySet();
    }
}
