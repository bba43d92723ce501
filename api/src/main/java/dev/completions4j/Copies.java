// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Unmodifiable copies of maps that preserve iteration order, and changes of maps in builders. */
final class Copies {

    private Copies() {}

    /** Returns a copy of a map; the map itself if it is one. */
    @SuppressWarnings("unchecked")
    static <K, V> Map<K, V> of(Map<? extends K, ? extends V> map) {
        if (map.isEmpty()) {
            return Map.of();
        }
        // It cannot be changed, and so may have more general types.
        return map instanceof Copy ? (Map<K, V>) map : new Copy<>(map);
    }

    /** Puts the value; null removes the key. */
    static <K, V> void put(Map<K, V> map, K key, @Nullable V value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }

    /** A copy, whose type tells that it need not be copied again. */
    private static final class Copy<K, V> extends AbstractMap<K, V> {

        private final Map<K, V> entries;

        Copy(Map<? extends K, ? extends V> map) {
            this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(map));
        }

        @Override
        public Set<Entry<K, V>> entrySet() {
            return entries.entrySet();
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return entries.containsKey(key);
        }

        @Override
        public @Nullable V get(@Nullable Object key) {
            return entries.get(key);
        }

        @Override
        public @Nullable V remove(@Nullable Object key) {
            return entries.remove(key);
        }
    }
}
