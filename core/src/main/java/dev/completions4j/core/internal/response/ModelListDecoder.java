// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonNull;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.ModelList;
import dev.completions4j.ModelList.Model;
import dev.completions4j.ResponseInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes the JSON of a list of models. Not thread-safe. */
public final class ModelListDecoder {

    private Map<String, JsonValue> additionalProperties = Map.of();
    private List<Model> models = List.of();

    /**
     * Reads an object.
     *
     * @param json the object, in the first {@code length} bytes
     * @return the error that was sent instead of a list; null if it is a list
     * @throws MalformedJsonException if it is neither
     */
    public @Nullable ApiError read(byte[] json, int length) {
        Map<String, JsonValue> members = WholeJson.object(json, length);
        JsonValue data = members.remove("data");
        additionalProperties = members;
        ApiError error = ApiErrors.inBody(objectType(members), data instanceof JsonArray, members, json, length);
        if (error == null) {
            models = models(data);
        }
        return error;
    }

    /** Returns the list of models. */
    public ModelList models(ResponseInfo response) {
        return new ModelList(models, additionalProperties, response);
    }

    private static String objectType(Map<String, JsonValue> members) {
        return members.get("object") instanceof JsonString type ? type.value() : "";
    }

    private static List<Model> models(@Nullable JsonValue data) {
        if (data instanceof JsonArray list) {
            return list.elements().stream().map(ModelListDecoder::model).toList();
        }
        if (data instanceof JsonNull) {
            // Ollama without models.
            return List.of();
        }
        throw new MalformedJsonException("data should be an array");
    }

    private static Model model(JsonValue element) {
        if (!(element instanceof JsonObject object)) {
            throw new MalformedJsonException("A model should be an object");
        }
        Map<String, JsonValue> members = new LinkedHashMap<>(object.members());
        String id = takeText("id", members);
        if (id == null) {
            throw new MalformedJsonException("A model has no id");
        }
        return new Model(id, takeSeconds("created", members), takeText("owned_by", members), members);
    }

    private static @Nullable String takeText(String name, Map<String, JsonValue> members) {
        JsonValue value = members.remove(name);
        if (value instanceof JsonString text) {
            return text.value();
        }
        requireNull(name, value, "a string");
        return null;
    }

    private static @Nullable Long takeSeconds(String name, Map<String, JsonValue> members) {
        JsonValue value = members.remove(name);
        if (value instanceof JsonNumber number) {
            // Through a double, since the digits of a huge exponent would exhaust the memory.
            return (long) number.value().doubleValue();
        }
        requireNull(name, value, "a number");
        return null;
    }

    private static void requireNull(String name, @Nullable JsonValue value, String expected) {
        if (value != null && !(value instanceof JsonNull)) {
            throw new MalformedJsonException(name + " of a model should be " + expected);
        }
    }
}
