// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The properties of a JSON object, validated as they are read; null is equivalent to absent. */
final class RequestProperties {

    private final ObjectNode object;

    RequestProperties(ObjectNode object) {
        this.object = object;
    }

    /** Returns these properties without the given ones. */
    RequestProperties without(Collection<String> names) {
        return new RequestProperties(object.without(names));
    }

    /** Returns whether a property is present, even if it is null. */
    boolean isPresent(String name) {
        return object.has(name);
    }

    void refuseNull(String name) throws RequestFault {
        JsonNode value = object.get(name);
        if (value != null && value.isNull()) {
            throw wrongType(name, "a value", value);
        }
    }

    @Nullable JsonNode any(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    @Nullable String text(String name) throws RequestFault {
        JsonNode value = any(name);
        return value == null ? null : text(name, value);
    }

    /** Returns whether a request, valid or not, asks for a stream. */
    static boolean requestsStream(JsonNode request) {
        JsonNode stream = request.get("stream");
        return stream != null && stream.isBoolean() && stream.booleanValue();
    }

    boolean isTrue(String name) throws RequestFault {
        JsonNode value = any(name);
        if (value != null && !value.isBoolean()) {
            throw wrongType(name, "a boolean", value);
        }
        return value != null && value.booleanValue();
    }

    @Nullable Long integer(String name) throws RequestFault {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.canConvertToLong()) {
            throw wrongType(name, "an integer of at most 64 bits", value);
        }
        return value.longValue();
    }

    @Nullable Integer integer(String name, int min, int max) throws RequestFault {
        Long value = integer(name);
        if (value == null) {
            return null;
        }
        requireRange(name, "integer", value, min, max);
        return value.intValue();
    }

    @Nullable Double number(String name) throws RequestFault {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            throw wrongType(name, "a number", value);
        }
        return value.numberValue().doubleValue();
    }

    void requireNumber(String name, int min, int max) throws RequestFault {
        JsonNode value = any(name);
        if (value != null) {
            requireNumber(name, value, min, max);
        }
    }

    static void requireNumber(String name, JsonNode value, int min, int max) throws RequestFault {
        if (!value.isNumber()) {
            throw wrongType(name, "a number", value);
        }
        requireRange(name, "decimal", value.numberValue(), min, max);
    }

    @Nullable ObjectNode object(String name) throws RequestFault {
        JsonNode value = any(name);
        if (value == null) {
            return null;
        }
        if (value instanceof ObjectNode nested) {
            return nested;
        }
        throw wrongType(name, "an object", value);
    }

    static String text(String name, JsonNode value) throws RequestFault {
        if (!value.isString()) {
            throw wrongType(name, "a string", value);
        }
        return value.stringValue();
    }

    static RequestFault wrongType(String name, String expected, JsonNode value) {
        return RequestFault.badRequest(
                "Invalid type for '" + name + "': expected " + expected + ", but got " + nameOfType(value)
                        + " instead.",
                name,
                RequestFault.INVALID_TYPE);
    }

    private static void requireRange(String name, String type, Number value, int min, int max) throws RequestFault {
        if (value.doubleValue() < min) {
            throw RequestFault.badRequest(
                    "Invalid '" + name + "': " + type + " below minimum value. Expected a value >= " + min
                            + ", but got " + value + " instead.",
                    name,
                    type + "_below_min_value");
        }
        if (value.doubleValue() > max) {
            throw RequestFault.badRequest(
                    "Invalid '" + name + "': " + type + " above maximum value. Expected a value <= " + max
                            + ", but got " + value + " instead.",
                    name,
                    type + "_above_max_value");
        }
    }

    private static String nameOfType(JsonNode value) {
        return switch (value.type()) {
            case ARRAY -> "an array";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case NUMBER -> "another number";
            case OBJECT -> "an object";
            case STRING -> "a string";
        };
    }
}
