// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.JsonValue;
import dev.completions4j.Preview;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the results of Azure's content filters.
 *
 * @since 0.1.0
 */
@Preview
public final class AzureResults {

    private static final String CONTENT_FILTER_RESULTS = "content_filter_results";

    private AzureResults() {}

    /**
     * Returns the filter results for a choice's text, keyed by category; empty if not sent.
     *
     * @param choice the choice
     */
    public static Map<String, ContentFilterResult> contentFilterResults(Choice choice) {
        return categories(choice.additionalProperties());
    }

    /**
     * Returns the filter results for each prompt; empty if not sent.
     *
     * @param completion the completion
     */
    public static List<PromptFilterResult> promptFilterResults(Completion completion) {
        return promptFilterResults(completion.additionalProperties());
    }

    /**
     * Returns the filter results for each prompt; empty if not in this chunk, usually in all but the first.
     *
     * @param chunk the chunk
     */
    public static List<PromptFilterResult> promptFilterResults(CompletionChunk chunk) {
        return promptFilterResults(chunk.additionalProperties());
    }

    private static List<PromptFilterResult> promptFilterResults(Map<String, JsonValue> properties) {
        List<JsonValue> prompts = Lenient.elements(properties, "prompt_filter_results");
        if (prompts == null) {
            return List.of();
        }
        List<PromptFilterResult> results = new ArrayList<>();
        for (JsonValue prompt : prompts) {
            Map<String, JsonValue> members = Lenient.members(prompt);
            Integer promptIndex = Lenient.smallWhole(members, "prompt_index");
            if (promptIndex != null) {
                results.add(new PromptFilterResult(promptIndex, categories(members)));
            }
        }
        return List.copyOf(results);
    }

    private static Map<String, ContentFilterResult> categories(Map<String, JsonValue> properties) {
        Map<String, ContentFilterResult> categories = new LinkedHashMap<>();
        Lenient.members(properties.get(CONTENT_FILTER_RESULTS)).forEach((category, value) -> {
            Map<String, JsonValue> found = Lenient.members(value);
            if (!found.isEmpty()) {
                categories.put(
                        category,
                        new ContentFilterResult(
                                Lenient.flag(found, "filtered"),
                                Lenient.text(found, "severity"),
                                Lenient.flag(found, "detected")));
            }
        });
        return Collections.unmodifiableMap(categories);
    }
}
