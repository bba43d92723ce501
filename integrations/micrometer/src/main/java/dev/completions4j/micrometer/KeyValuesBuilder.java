// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects key values and skips those that are null or empty. */
final class KeyValuesBuilder {

    private final List<KeyValue> values = new ArrayList<>();

    void add(String key, @Nullable Object value) {
        String text = value == null ? "" : value.toString();
        if (!text.isEmpty()) {
            values.add(KeyValue.of(key, text));
        }
    }

    KeyValues build() {
        return KeyValues.of(values);
    }
}
