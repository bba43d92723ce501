package dev.completions4j;

import java.util.List;
import java.util.Map;

/**
 * The models of a server.
 *
 * @param models in the server's order
 * @param additionalProperties what else the server sent, by name
 * @param response what HTTP told of it
 */
public record ModelList(List<Model> models, Map<String, JsonValue> additionalProperties, ResponseInfo response) {

    public ModelList {
        models = List.copyOf(models);
        additionalProperties = Copies.of(additionalProperties);
    }
}
