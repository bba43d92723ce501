// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import dev.completions4j.transport.HttpHeaders;
import tools.jackson.databind.node.ObjectNode;

final class AzureBehavior extends ServerBehavior {

    @Override
    boolean isAuthorized(HttpHeaders headers, String key) {
        return key.equals(headers.first("api-key")) || super.isAuthorized(headers, key);
    }

    @Override
    String requestIdHeader() {
        return "apim-request-id";
    }

    @Override
    void extendChoice(ObjectNode choice, Piece piece) {
        choice.set("content_filter_results", filterResults());
    }

    @Override
    void extendCompletion(ObjectNode completion, ModelRequest request) {
        addPromptFilterResults(completion, request);
    }

    /** Azure checks the prompts before it has an id or a time to tell. */
    @Override
    ObjectNode openingChunk(CompletionJson json, ModelRequest request) {
        ObjectNode chunk = NODES.objectNode();
        chunk.put("id", "").put("object", "").put("created", 0).put("model", "");
        chunk.putArray("choices");
        addPromptFilterResults(chunk, request);
        return chunk;
    }

    @Override
    ObjectNode error(RequestFault fault) {
        ObjectNode error = super.error(fault);
        error.putObject("innererror").put("code", fault.code());
        return error;
    }

    private static void addPromptFilterResults(ObjectNode response, ModelRequest request) {
        for (int i = 0; i < request.prompts().size(); i++) {
            response.withArray("prompt_filter_results")
                    .addObject()
                    .put("prompt_index", i)
                    .set("content_filter_results", filterResults());
        }
    }

    private static ObjectNode filterResults() {
        ObjectNode results = NODES.objectNode();
        results.putObject("hate").put("filtered", false).put("severity", "safe");
        return results;
    }
}
