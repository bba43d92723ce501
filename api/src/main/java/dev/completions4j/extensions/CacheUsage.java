// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import dev.completions4j.Preview;
import dev.completions4j.Usage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a prompt that was read from a cache, from {@code prompt_tokens_details}, or from DeepSeek's
 * {@code prompt_cache_hit_tokens} and {@code prompt_cache_miss_tokens}.
 *
 * @param hitTokens the prompt tokens read from the cache; null if not sent
 * @param missTokens the other prompt tokens; null if neither number was sent
 * @since 0.1.0
 */
@Preview
public record CacheUsage(@Nullable Long hitTokens, @Nullable Long missTokens) {

    /**
     * Returns the cache usage reported in a token usage.
     *
     * @param usage the token usage
     */
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
