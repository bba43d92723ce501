// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopiesTest {

    /** Maps of up to eight entries are copied in another way than larger ones. */
    static Stream<Map<String, Integer>> maps() {
        return Stream.of(1, 2, 7, 8, 9, 100).map(CopiesTest::map);
    }

    private static Map<String, Integer> map(int size) {
        Map<String, Integer> map = new LinkedHashMap<>();
        for (int i = size; i > 0; i--) {
            map.put("key " + i, i);
        }
        return map;
    }

    @ParameterizedTest
    @MethodSource("maps")
    void hasTheSameEntriesInTheSameOrder(Map<String, Integer> map) {
        Map<String, Integer> copy = Copies.of(map);

        assertThat(copy)
                .isEqualTo(map)
                .hasSameHashCodeAs(map)
                .hasSameSizeAs(map)
                .hasToString(map.toString());
        assertThat(map).isEqualTo(copy);
        assertThat(copy.entrySet()).isEqualTo(map.entrySet()).hasSameHashCodeAs(map.entrySet());
        assertThat(List.copyOf(copy.entrySet())).isEqualTo(List.copyOf(map.entrySet()));
        assertThat(copy.keySet()).containsExactlyElementsOf(map.keySet());
        assertThat(copy.values()).containsExactlyElementsOf(map.values());
        Map<String, Integer> visited = new LinkedHashMap<>();
        copy.forEach(visited::put);
        assertThat(List.copyOf(visited.entrySet())).isEqualTo(List.copyOf(map.entrySet()));
    }

    @ParameterizedTest
    @MethodSource("maps")
    void findsPresentAndAbsentKeys(Map<String, Integer> map) {
        Map<String, Integer> copy = Copies.of(map);

        map.forEach((key, value) -> {
            String equalKey = (key + " ").substring(0, key.length());
            assertThat(copy.get(equalKey)).isEqualTo(value);
            assertThat(copy.containsKey(key)).isTrue();
            assertThat(copy.containsValue(value)).isTrue();
        });
        assertThat(copy.get("absent")).isNull();
        assertThat(copy.containsKey("absent")).isFalse();
        assertThat(copy.get(null)).isNull();
        assertThat(copy.containsKey(null)).isFalse();
        Map<?, ?> untyped = copy;
        assertThat(untyped.containsKey(1)).isFalse();
        assertThat(copy.containsValue(null)).isFalse();
        assertThat(copy.getOrDefault("absent", -1)).isEqualTo(-1);
        assertThat(copy).isNotEqualTo(Map.of("absent", 1)).isNotEqualTo("text");
    }

    @ParameterizedTest
    @MethodSource("maps")
    void isNotChangedByItsOriginal(Map<String, Integer> map) {
        Map<String, Integer> before = new LinkedHashMap<>(map);
        Map<String, Integer> copy = Copies.of(map);
        map.replaceAll((key, value) -> -value);
        map.put("later", 1);

        assertThat(copy).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("maps")
    void cannotBeChanged(Map<String, Integer> map) {
        Map<String, Integer> copy = Copies.of(map);
        String key = copy.keySet().iterator().next();
        List<Consumer<Map<String, Integer>>> changes = List.of(
                each -> each.put("another", 1),
                each -> each.put(key, 1),
                each -> each.remove(key),
                each -> each.remove("absent"),
                each -> each.clear(),
                each -> each.replaceAll((name, value) -> value),
                each -> each.putAll(Map.of("another", 1)),
                each -> each.keySet().remove(key),
                each -> each.values().clear(),
                each -> each.entrySet().clear(),
                each -> each.entrySet().removeIf(entry -> true),
                each -> each.entrySet().removeAll(List.of()),
                each -> each.entrySet().iterator().next().setValue(1),
                each -> removeFirst(each.entrySet()),
                each -> removeFirst(each.keySet()));

        for (Consumer<Map<String, Integer>> change : changes) {
            assertThatThrownBy(() -> change.accept(copy)).isInstanceOf(UnsupportedOperationException.class);
            assertThat(copy).isEqualTo(map);
        }
    }

    private static void removeFirst(Collection<?> elements) {
        Iterator<?> iterator = elements.iterator();
        iterator.next();
        iterator.remove();
    }

    @ParameterizedTest
    @MethodSource("maps")
    void iteratesToTheEnd(Map<String, Integer> map) {
        Iterator<?> entries = Copies.of(map).entrySet().iterator();
        for (int i = 0; i < map.size(); i++) {
            assertThat(entries.hasNext()).isTrue();
            entries.next();
        }

        assertThat(entries.hasNext()).isFalse();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
    }

    @ParameterizedTest
    @MethodSource("maps")
    void isNotCopiedAgain(Map<String, Integer> map) {
        Map<String, Integer> copy = Copies.of(map);

        assertThat(Copies.of(copy)).isSameAs(copy);
    }

    @Test
    void copiesAnEmptyMap() {
        assertThat(Copies.of(new HashMap<String, Integer>())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void keepsNulls(int more) {
        Map<String, Integer> map = map(more);
        map.put(null, 1);
        map.put("null", null);
        Map<String, Integer> copy = Copies.of(map);

        assertThat(copy).isEqualTo(map).hasSameHashCodeAs(map);
        assertThat(copy.get(null)).isEqualTo(1);
        assertThat(copy.containsKey("null")).isTrue();
        assertThat(copy.get("null")).isNull();
        assertThat(copy.containsValue(null)).isTrue();
    }

    @Test
    void keepsTheOrderOfASortedMap() {
        Map<String, Integer> map = new TreeMap<>(Map.of("b", 1, "a", 2, "c", 3));

        assertThat(Copies.of(map).keySet()).containsExactly("a", "b", "c");
    }

    @Test
    void hasOneEntryForEqualKeys() {
        IdentityHashMap<String, Integer> map = new IdentityHashMap<>();
        map.put(new String(new char[] {'a'}), 1);
        map.put(new String(new char[] {'a'}), 2);
        map.put("b", 3);
        Map<String, Integer> copy = Copies.of(map);

        assertThat(copy.keySet()).containsExactlyInAnyOrder("a", "b");
        assertThat(copy).isEqualTo(new LinkedHashMap<>(map));
    }
}
