// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a content filter found in one prompt.
 *
 * @param promptIndex the place of the prompt in the request, from 0
 * @param categories what it found, by category, such as {@code hate} or {@code jailbreak}
 */
public record PromptFilterResult(int promptIndex, Map<String, ContentFilterResult> categories) {

    public PromptFilterResult {
        categories = Collections.unmodifiableMap(new LinkedHashMap<>(categories));
    }
}
