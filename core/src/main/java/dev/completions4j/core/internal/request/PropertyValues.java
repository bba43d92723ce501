// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonBoolean;
import dev.completions4j.JsonValue.JsonNull;
import dev.completions4j.JsonValue.JsonNumber;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a request's typed and additional properties, by JSON name, for rules that look at several of them. */
final class PropertyValues {

    private final SetProperties typed;
    private final Map<String, JsonValue> additional;

    /** @param typed the typed properties, which take precedence */
    PropertyValues(SetProperties typed, Map<String, JsonValue> additional) {
        this.typed = typed;
        this.additional = additional;
    }

    /** Returns the value; null if the property is not set. */
    @Nullable Object get(String name) {
        Object value = typed.get(name);
        return value != null ? value : additional.get(name);
    }

    /** Returns whether the property is set to anything but false and null. */
    boolean isSet(String name) {
        Object value = get(name);
        return value != null && value != JsonNull.NULL && !isFalse(value);
    }

    /** Returns the number, or 1 for true and 0 for false; null if the property is not set to one of them. */
    @Nullable BigDecimal number(String name) {
        return asNumber(get(name));
    }

    static @Nullable BigDecimal asNumber(@Nullable Object value) {
        if (value instanceof JsonNumber number) {
            return number.value();
        }
        if (value instanceof Double d) {
            return Double.isFinite(d) ? new BigDecimal(d.toString()) : null;
        }
        if (value instanceof Number whole) {
            return BigDecimal.valueOf(whole.longValue());
        }
        if (value instanceof Boolean || value instanceof JsonBoolean) {
            return isFalse(value) ? BigDecimal.ZERO : BigDecimal.ONE;
        }
        return null;
    }

    static boolean isFalse(Object value) {
        return value == JsonBoolean.FALSE || Boolean.FALSE.equals(value);
    }
}
