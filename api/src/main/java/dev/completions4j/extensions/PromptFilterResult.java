// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Preview;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The results of a content filter for one prompt.
 *
 * @param promptIndex the zero-based index of the prompt in the request
 * @param categories the results, keyed by category, such as {@code hate} or {@code jailbreak}
 * @since 0.1.0
 */
@Preview
public record PromptFilterResult(int promptIndex, Map<String, ContentFilterResult> categories) {

    public PromptFilterResult {
        categories = Collections.unmodifiableMap(new LinkedHashMap<>(categories));
    }
}
