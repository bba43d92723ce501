// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.json;

import dev.completions4j.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the members of a JSON object, in order. A member that is null is written as null, so that every line of a
 * command has the same members.
 *
 * <p>Not safe for use by multiple threads.
 */
public final class ObjectLine {

    /** Control characters that JSON does not escape, but with which a text could change the terminal. */
    private static final Pattern CONTROLS = Pattern.compile("[\\x7F-\\x9F]");

    private final Map<String, JsonValue> members = new LinkedHashMap<>();

    /**
     * Adds a text.
     *
     * @param name the member's name
     * @param text the text
     */
    public ObjectLine add(String name, @Nullable String text) {
        return add(name, text == null ? JsonValue.nullValue() : JsonValue.of(text));
    }

    /**
     * Adds a whole number.
     *
     * @param name the member's name
     * @param number the number
     */
    public ObjectLine add(String name, @Nullable Long number) {
        return add(name, number == null ? JsonValue.nullValue() : JsonValue.of(number.longValue()));
    }

    /**
     * Adds a number.
     *
     * @param name the member's name
     * @param number the number; written as null if JSON cannot represent it
     */
    public ObjectLine add(String name, @Nullable Double number) {
        JsonValue value =
                number != null && Double.isFinite(number) ? JsonValue.of(number.doubleValue()) : JsonValue.nullValue();
        return add(name, value);
    }

    /**
     * Adds a value.
     *
     * @param name the member's name
     * @param value the value
     */
    public ObjectLine add(String name, JsonValue value) {
        members.put(name, value);
        return this;
    }

    /** Returns the object. */
    public JsonValue value() {
        return JsonValue.object(members);
    }

    /** Returns the object as a text of one line, without control characters. */
    @Override
    public String toString() {
        return CONTROLS.matcher(value().toJson())
                .replaceAll(control ->
                        String.format("\\\\u%04x", (int) control.group().charAt(0)));
    }
}
