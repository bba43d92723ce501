// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import dev.completions4j.Usage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of a prompt came from a cache, whichever way the server tells it: in {@code prompt_tokens_details}, or as
 * DeepSeek does, in {@code prompt_cache_hit_tokens} and {@code prompt_cache_miss_tokens}.
 *
 * @param hitTokens tokens of the prompt that came from the cache; null if the server does not tell
 * @param missTokens tokens of the prompt that did not; null if the server tells no hits either
 */
public record CacheUsage(@Nullable Long hitTokens, @Nullable Long missTokens) {

    /** What the usage tells. */
    public static CacheUsage of(Usage usage) {
        Map<String, JsonValue> properties = usage.additionalProperties();
        Long hits = Lenient.whole(properties, "prompt_cache_hit_tokens");
        Usage.PromptTokensDetails details = usage.promptTokensDetails();
        if (hits == null && details != null) {
            hits = details.cachedTokens();
        }
        Long misses = Lenient.whole(properties, "prompt_cache_miss_tokens");
        if (misses == null && hits != null) {
            misses = usage.promptTokens() - hits;
        }
        return new CacheUsage(hits, misses);
    }
}
