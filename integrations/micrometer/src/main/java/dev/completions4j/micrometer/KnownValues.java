// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.micrometer;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects key values, without those that are not known. */
final class KnownValues {

    private final List<KeyValue> known = new ArrayList<>();

    void add(String key, @Nullable Object value) {
        String text = value == null ? "" : value.toString();
        if (!text.isEmpty()) {
            known.add(KeyValue.of(key, text));
        }
    }

    KeyValues keyValues() {
        return KeyValues.of(known);
    }
}
