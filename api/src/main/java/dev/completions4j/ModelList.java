// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /**
     * A model that a server can complete with.
     *
     * @param id what {@link CompletionRequest#model()} names
     * @param created when it was made, in seconds since 1970; null if not sent
     * @param ownedBy who made it; null if not sent
     * @param additionalProperties what else the server tells of it, by name
     */
    public record Model(
            String id, @Nullable Long created, @Nullable String ownedBy, Map<String, JsonValue> additionalProperties) {

        public Model {
            additionalProperties = Copies.of(additionalProperties);
        }
    }
}
