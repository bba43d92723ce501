// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.internal.json;

import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonPointer;

/** A JSON value. Iterates over the elements of an array; other values have none. */
public abstract class JsonNode implements Iterable<JsonNode> {

    /** The type of a value. */
    public enum Type {
        ARRAY,
        BOOLEAN,
        NULL,
        NUMBER,
        OBJECT,
        STRING
    }

    JsonNode() {}

    public abstract Type type();

    abstract void write(JsonGenerator generator);

    /** Returns the value at a location; null if there is none. */
    public final @Nullable JsonNode at(JsonPointer location) {
        JsonNode node = this;
        for (JsonPointer rest = location; node != null && !rest.matches(); rest = rest.tail()) {
            node = node.child(rest);
        }
        return node;
    }

    /** Returns the value that the first part of a pointer selects; null if there is none. */
    @Nullable JsonNode child(JsonPointer pointer) {
        return null;
    }

    /** Returns a member of an object; null if there is none, or if this is not an object. */
    public @Nullable JsonNode get(String name) {
        return null;
    }

    public final boolean has(String name) {
        return get(name) != null;
    }

    public final boolean isArray() {
        return type() == Type.ARRAY;
    }

    public final boolean isBoolean() {
        return type() == Type.BOOLEAN;
    }

    public final boolean isNull() {
        return type() == Type.NULL;
    }

    public final boolean isNumber() {
        return type() == Type.NUMBER;
    }

    public final boolean isString() {
        return type() == Type.STRING;
    }

    /** Returns whether this is a number without a fraction or exponent. */
    public boolean isIntegralNumber() {
        return false;
    }

    /**
     * Returns the value of a boolean.
     *
     * @throws IllegalArgumentException if this is not a boolean
     */
    public boolean booleanValue() {
        throw isNot("a boolean");
    }

    /**
     * Returns the exact value.
     *
     * @throws IllegalArgumentException if this is not a number
     */
    public Number numberValue() {
        throw isNot("a number");
    }

    /**
     * Returns the value of a string.
     *
     * @throws IllegalArgumentException if this is not a string
     */
    public String stringValue() {
        throw isNot("a string");
    }

    /**
     * Returns the value of an integer.
     *
     * @throws IllegalArgumentException if this is not a 64-bit integer
     */
    public final long longValue() {
        if (!canConvertToLong()) {
            throw isNot("a 64-bit integer");
        }
        return numberValue().longValue();
    }

    public final boolean canConvertToLong() {
        return isIntegralNumber() && (numberValue() instanceof Long || numberValue() instanceof Integer);
    }

    private IllegalArgumentException isNot(String expected) {
        return new IllegalArgumentException(this + " is not " + expected);
    }

    @Override
    public Iterator<JsonNode> iterator() {
        return Collections.emptyIterator();
    }

    /** Returns the JSON text, without spaces. */
    @Override
    public final String toString() {
        return JsonWriter.compact(this);
    }
}
