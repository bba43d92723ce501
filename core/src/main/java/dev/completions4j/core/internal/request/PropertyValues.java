// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue.JsonBoolean;
import dev.completions4j.JsonValue.JsonNull;
import dev.completions4j.JsonValue.JsonNumber;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a request's typed and additional properties, by JSON name, for rules that look at several of them. */
final class PropertyValues {

    private final Map<String, Object> values;

    private PropertyValues(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Returns the values of a request.
     *
     * @param typed the typed properties, which take precedence
     */
    static PropertyValues of(CompletionRequest request, Map<String, Object> typed) {
        Map<String, Object> all = new LinkedHashMap<>(request.additionalProperties());
        all.putAll(typed);
        return new PropertyValues(all);
    }

    /** Returns the value; null if the property is not set. */
    @Nullable Object get(String name) {
        return values.get(name);
    }

    /** Returns whether the property is set to anything but false and null. */
    boolean isSet(String name) {
        Object value = values.get(name);
        return value != null && value != JsonNull.NULL && !isFalse(value);
    }

    /** Returns the number, or 1 for true and 0 for false; null if the property is not set to one of them. */
    @Nullable BigDecimal number(String name) {
        return asNumber(values.get(name));
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
