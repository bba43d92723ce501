// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A valid request, with the defaults filled in.
 *
 * @param suffix what follows the completion; null if nothing does
 * @param bestOf candidates for each prompt; at least {@code n}
 * @param logprobs how many of the likeliest tokens to show; -1 for all; null if none are asked for
 * @param banned the tokens that are never said
 * @param includeUsage whether a stream ends with the usage
 * @param includeObfuscation whether chunks are padded, so that their lengths do not give the tokens away
 * @param continuousUsage whether each chunk is to tell the usage so far (vLLM)
 * @param returnTokenIds whether choices have the ids of their tokens (vLLM)
 * @param promptLogprobs how many of the likeliest tokens to show in each place of the prompt; null for none (vLLM)
 * @param timingsPerToken whether each chunk has the timings (llama.cpp)
 */
record ModelRequest(
        String model,
        List<TokenizedPrompt> prompts,
        @Nullable String suffix,
        int maxTokens,
        int n,
        int bestOf,
        List<String> stops,
        boolean echo,
        @Nullable Integer logprobs,
        @Nullable Long seed,
        Set<String> banned,
        boolean stream,
        boolean includeUsage,
        boolean includeObfuscation,
        boolean continuousUsage,
        boolean returnTokenIds,
        @Nullable Integer promptLogprobs,
        boolean timingsPerToken) {

    /** The tokens of all prompts, each with the suffix. */
    int promptTokens() {
        int ofSuffix = suffix == null ? 0 : (int) FakeTokenizer.split(suffix).count();
        return prompts.stream()
                .mapToInt(prompt -> prompt.tokens().size() + ofSuffix)
                .sum();
    }
}
