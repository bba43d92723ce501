// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonNull;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recognizes values without effect: the answer is the same if a server ignores the property. */
final class Defaults {

    private static final Map<String, BigDecimal> NUMBERS = Map.of(
            "best_of", BigDecimal.ONE,
            "frequency_penalty", BigDecimal.ZERO,
            "min_p", BigDecimal.ZERO,
            "n", BigDecimal.ONE,
            "presence_penalty", BigDecimal.ZERO);

    private Defaults() {}

    /** Returns whether a value has no effect, so that ignoring the property changes nothing. */
    static boolean contain(String name, Object value, PropertyValues all) {
        return value == JsonNull.NULL
                || PropertyValues.isFalse(value)
                || isEmpty(value)
                || isDefaultNumber(name, PropertyValues.asNumber(value), all);
    }

    private static boolean isEmpty(Object value) {
        return (value instanceof String text && text.isEmpty())
                || (value instanceof JsonString string && string.value().isEmpty())
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof JsonArray array && array.elements().isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof JsonObject object && object.members().isEmpty());
    }

    private static boolean isDefaultNumber(String name, @Nullable BigDecimal number, PropertyValues all) {
        BigDecimal usual = NUMBERS.get(name);
        if (number == null || usual == null) {
            return false;
        }
        return number.compareTo(usual) == 0 || (name.equals("best_of") && isEqual(number, all.number("n")));
    }

    /** The best n of n candidates are all of them. */
    private static boolean isEqual(BigDecimal bestOf, @Nullable BigDecimal n) {
        return n != null && bestOf.compareTo(n) == 0;
    }
}
