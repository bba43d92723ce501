// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Unmodifiable copies of maps that preserve iteration order, and changes of maps in builders. */
final class Copies {

    private Copies() {}

    static <K, V> Map<K, V> of(Map<? extends K, ? extends V> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Puts the value; null removes the key. */
    static <K, V> void put(Map<K, V> map, K key, @Nullable V value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }
}
