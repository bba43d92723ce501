// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The results of Azure's content filters, which never find anything. */
final class ContentFilters {

    private ContentFilters() {}

    static void addToChoice(ObjectNode choice) {
        choice.set("content_filter_results", results());
    }

    static void addOfPrompts(ObjectNode response, ModelRequest request) {
        for (int i = 0; i < request.prompts().size(); i++) {
            response.withArray("prompt_filter_results")
                    .addObject()
                    .put("prompt_index", i)
                    .set("content_filter_results", results());
        }
    }

    private static ObjectNode results() {
        ObjectNode results = JsonNodeFactory.instance.objectNode();
        results.putObject("hate").put("filtered", false).put("severity", "safe");
        return results;
    }
}
