// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.internal.json;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonPointer;

/** A JSON object, whose members keep their insertion order. */
public final class ObjectNode extends JsonNode {

    private final Map<String, JsonNode> members = new LinkedHashMap<>();

    @Override
    public Type type() {
        return Type.OBJECT;
    }

    /** Returns an unmodifiable view of the members. */
    public Map<String, JsonNode> members() {
        return Collections.unmodifiableMap(members);
    }

    public ObjectNode set(String name, JsonNode value) {
        members.put(name, value);
        return this;
    }

    /** Adds a string, or null. */
    public ObjectNode put(String name, @Nullable String value) {
        return set(name, ValueNode.of(value));
    }

    public ObjectNode put(String name, Number value) {
        return set(name, ValueNode.of(value));
    }

    public ObjectNode put(String name, boolean value) {
        return set(name, ValueNode.of(value));
    }

    public ObjectNode putNull(String name) {
        return set(name, ValueNode.ofNull());
    }

    /** Adds an empty array and returns it. */
    public ArrayNode putArray(String name) {
        ArrayNode array = new ArrayNode();
        set(name, array);
        return array;
    }

    /** Adds an empty object and returns it. */
    public ObjectNode putObject(String name) {
        ObjectNode object = new ObjectNode();
        set(name, object);
        return object;
    }

    public ObjectNode remove(String name) {
        members.remove(name);
        return this;
    }

    /** Returns an object without the given members; the remaining values are shared. */
    public ObjectNode without(Collection<String> names) {
        ObjectNode others = new ObjectNode();
        others.members.putAll(members);
        others.members.keySet().removeAll(names);
        return others;
    }

    @Override
    public @Nullable JsonNode get(String name) {
        return members.get(name);
    }

    @Override
    @Nullable JsonNode child(JsonPointer pointer) {
        return members.get(pointer.getMatchingProperty());
    }

    @Override
    void write(JsonGenerator generator) {
        generator.writeStartObject();
        members.forEach((name, value) -> {
            generator.writeName(name);
            value.write(generator);
        });
        generator.writeEndObject();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectNode object && object.members.equals(members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }
}
