// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.internal.json;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonPointer;

/** A JSON array. */
public final class ArrayNode extends JsonNode {

    private final List<JsonNode> elements = new ArrayList<>();

    @Override
    public Type type() {
        return Type.ARRAY;
    }

    public ArrayNode add(JsonNode element) {
        elements.add(element);
        return this;
    }

    /** Adds a string, or null. */
    public ArrayNode add(@Nullable String element) {
        return add(ValueNode.of(element));
    }

    public ArrayNode add(Number element) {
        return add(ValueNode.of(element));
    }

    public ArrayNode addNull() {
        return add(ValueNode.ofNull());
    }

    /** Adds an empty object and returns it. */
    public ObjectNode addObject() {
        ObjectNode object = new ObjectNode();
        add(object);
        return object;
    }

    public int size() {
        return elements.size();
    }

    /**
     * Returns an element.
     *
     * @throws IndexOutOfBoundsException if the index is out of range
     */
    public JsonNode get(int index) {
        return elements.get(index);
    }

    @Override
    @Nullable JsonNode child(JsonPointer pointer) {
        int index = pointer.getMatchingIndex();
        return index >= 0 && index < elements.size() ? elements.get(index) : null;
    }

    @Override
    public Iterator<JsonNode> iterator() {
        return elements.iterator();
    }

    @Override
    void write(JsonGenerator generator) {
        generator.writeStartArray();
        elements.forEach(element -> element.write(generator));
        generator.writeEndArray();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArrayNode array && array.elements.equals(elements);
    }

    @Override
    public int hashCode() {
        return elements.hashCode();
    }
}
