// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list of a server's models.
 *
 * @param models the models, in the server's order
 * @param additionalProperties properties not modeled here, keyed by JSON name
 * @param response HTTP metadata of the response
 * @since 0.1.0
 */
public record ModelList(List<Model> models, Map<String, JsonValue> additionalProperties, ResponseInfo response) {

    public ModelList {
        models = List.copyOf(models);
        additionalProperties = Copies.of(additionalProperties);
    }

    /**
     * A model of a server.
     *
     * @param id the model's name for {@link CompletionRequest#model()}
     * @param created the time of creation, in seconds since 1970-01-01T00:00Z; null if not sent
     * @param ownedBy the organization that owns the model; null if not sent
     * @param additionalProperties properties not modeled here, keyed by JSON name
     */
    public record Model(
            String id, @Nullable Long created, @Nullable String ownedBy, Map<String, JsonValue> additionalProperties) {

        public Model {
            additionalProperties = Copies.of(additionalProperties);
        }
    }
}
