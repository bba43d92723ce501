// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Unmodifiable copies that keep the order of maps. */
final class Copies {

    private Copies() {}

    static <K, V> Map<K, V> of(Map<? extends K, ? extends V> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
