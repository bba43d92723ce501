// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Writes a JSON text, without building the values first. Used by one thread. */
final class JsonLine {

    private final StringBuilder text;

    /** @param capacity the expected length */
    JsonLine(int capacity) {
        text = new StringBuilder(capacity);
    }

    /** Begins an object. */
    JsonLine begin() {
        text.append('{');
        return this;
    }

    /** Ends an object. */
    JsonLine end() {
        text.append('}');
        return this;
    }

    /** Begins a member of an object, whose value follows; the name must not need escaping. */
    JsonLine name(String name) {
        if (text.charAt(text.length() - 1) != '{') {
            text.append(',');
        }
        text.append('"').append(name).append("\":");
        return this;
    }

    JsonLine value(String value) {
        if (isPlain(value)) {
            text.append('"').append(value).append('"');
        } else {
            value(JsonValue.of(value));
        }
        return this;
    }

    JsonLine value(long value) {
        text.append(value);
        return this;
    }

    JsonLine value(JsonValue value) {
        text.append(value.toJson());
        return this;
    }

    JsonLine nullValue() {
        text.append("null");
        return this;
    }

    /** Writes an array. */
    <T> JsonLine array(List<T> elements, BiConsumer<JsonLine, T> element) {
        text.append('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            element.accept(this, elements.get(i));
        }
        text.append(']');
        return this;
    }

    /** Writes members of the current object. */
    JsonLine members(Map<String, JsonValue> members) {
        members.forEach((name, value) -> {
            if (text.charAt(text.length() - 1) != '{') {
                text.append(',');
            }
            value(name);
            text.append(':');
            value(value);
        });
        return this;
    }

    /** Returns whether a string is the same in JSON. */
    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Returns the text so far. */
    @Override
    public String toString() {
        return text.toString();
    }
}
