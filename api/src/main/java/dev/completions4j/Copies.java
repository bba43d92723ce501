// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Unmodifiable copies of maps that preserve iteration order, and changes of maps in builders. */
final class Copies {

    /** The number of entries up to which all are compared faster than a hash code is computed. */
    private static final int FEW = 8;

    private Copies() {}

    /** Returns a copy of a map; the map itself if it is one. */
    @SuppressWarnings("unchecked")
    static <K, V> Map<K, V> of(Map<? extends K, ? extends V> map) {
        if (map.isEmpty()) {
            return Map.of();
        }
        if (map instanceof Copy) {
            // It cannot be changed, and so may have more general types.
            return (Map<K, V>) map;
        }
        return map.size() <= FEW ? new SmallCopy<>(map) : new LargeCopy<>(map);
    }

    /** Puts the value; null removes the key. */
    static <K, V> void put(Map<K, V> map, K key, @Nullable V value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }

    private static int indexOf(@Nullable Object key, @Nullable Object[] keysAndValues, int length) {
        for (int i = 0; i < length; i += 2) {
            if (Objects.equals(key, keysAndValues[i])) {
                return i;
            }
        }
        return -1;
    }

    /** A copy, whose type tells that it need not be copied again. */
    private abstract static class Copy<K, V> extends AbstractMap<K, V> {

        @Override
        public @Nullable V remove(@Nullable Object key) {
            throw new UnsupportedOperationException();
        }
    }

    /** A copy with a hash table. */
    private static final class LargeCopy<K, V> extends Copy<K, V> {

        private final Map<K, V> entries;

        LargeCopy(Map<? extends K, ? extends V> map) {
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
    }

    /** A copy in an array, since a chunk with additional properties usually has very few. */
    private static final class SmallCopy<K, V> extends Copy<K, V> {

        /** Keys at even indexes, their values at odd ones. */
        private final @Nullable Object[] keysAndValues;

        SmallCopy(Map<? extends K, ? extends V> map) {
            Entries copied = new Entries(map.size());
            map.forEach(copied);
            keysAndValues = copied.toArray();
        }

        private int indexOf(@Nullable Object key) {
            return Copies.indexOf(key, keysAndValues, keysAndValues.length);
        }

        @Override
        public int size() {
            return keysAndValues.length / 2;
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return indexOf(key) >= 0;
        }

        @Override
        public @Nullable V get(@Nullable Object key) {
            int index = indexOf(key);
            return index < 0 ? null : valueAt(index);
        }

        @SuppressWarnings({"unchecked", "NullAway"}) // The array contains what the copied map contained.
        private K keyAt(int index) {
            return (K) keysAndValues[index];
        }

        @SuppressWarnings({"unchecked", "NullAway"}) // The array contains what the copied map contained.
        private V valueAt(int index) {
            return (V) keysAndValues[index + 1];
        }

        @Override
        public void forEach(BiConsumer<? super K, ? super V> action) {
            for (int i = 0; i < keysAndValues.length; i += 2) {
                action.accept(keyAt(i), valueAt(i));
            }
        }

        @Override
        public Set<Entry<K, V>> entrySet() {
            return Collections.unmodifiableSet(new AbstractSet<>() {
                @Override
                public int size() {
                    return SmallCopy.this.size();
                }

                @Override
                public Iterator<Entry<K, V>> iterator() {
                    return new EntryIterator();
                }
            });
        }

        private final class EntryIterator implements Iterator<Entry<K, V>> {

            private int next;

            @Override
            public boolean hasNext() {
                return next < keysAndValues.length;
            }

            @Override
            public Entry<K, V> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Entry<K, V> entry = new SimpleImmutableEntry<>(keyAt(next), valueAt(next));
                next += 2;
                return entry;
            }
        }
    }

    /** The entries of a map, as of {@link LinkedHashMap}: maps with other kinds of keys may have equal ones. */
    private static final class Entries implements BiConsumer<@Nullable Object, @Nullable Object> {

        private @Nullable Object[] keysAndValues;
        private int length;

        Entries(int expected) {
            keysAndValues = new Object[2 * expected];
        }

        @Override
        public void accept(@Nullable Object key, @Nullable Object value) {
            int index = indexOf(key, keysAndValues, length);
            if (index >= 0) {
                keysAndValues[index + 1] = value;
                return;
            }
            if (length == keysAndValues.length) {
                // Another thread has added it in the meantime.
                keysAndValues = Arrays.copyOf(keysAndValues, 2 * length + 2);
            }
            keysAndValues[length] = key;
            keysAndValues[length + 1] = value;
            length += 2;
        }

        @Nullable Object[] toArray() {
            return length == keysAndValues.length ? keysAndValues : Arrays.copyOf(keysAndValues, length);
        }
    }
}
