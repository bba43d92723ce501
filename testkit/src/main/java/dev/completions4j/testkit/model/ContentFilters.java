// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.ArrayNode;
import dev.completions4j.testkit.internal.json.ObjectNode;

/** The results of Azure's content filters, which never filter anything. */
final class ContentFilters {

    private ContentFilters() {}

    static void addToChoice(ObjectNode choice) {
        choice.set("content_filter_results", results());
    }

    static void addOfPrompts(ObjectNode response, ModelRequest request) {
        ArrayNode filtered = response.putArray("prompt_filter_results");
        for (int i = 0; i < request.prompts().size(); i++) {
            filtered.addObject().put("prompt_index", i).set("content_filter_results", results());
        }
    }

    private static ObjectNode results() {
        ObjectNode results = new ObjectNode();
        results.putObject("hate").put("filtered", false).put("severity", "safe");
        return results;
    }
}
