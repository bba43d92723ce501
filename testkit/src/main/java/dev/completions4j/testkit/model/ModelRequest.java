// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A valid request, with defaults applied.
 *
 * @param suffix the text after the completion; null if there is none
 * @param bestOf the number of candidates for each prompt; at least {@code n}
 * @param logprobs the number of most likely tokens to report; -1 for all; null if none were requested
 * @param banned the tokens that are never generated
 * @param includeUsage whether a stream ends with the usage
 * @param includeObfuscation whether chunks are padded, so that their lengths do not reveal the tokens
 * @param continuousUsage whether each chunk contains the usage so far (vLLM)
 * @param returnTokenIds whether choices contain the ids of their tokens (vLLM)
 * @param promptLogprobs the number of most likely tokens to report for each token of the prompt; null for none (vLLM)
 * @param timingsPerToken whether each chunk contains the timings (llama.cpp)
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

    /** Returns the number of tokens of all prompts, each with the suffix. */
    int promptTokens() {
        int ofSuffix = suffix == null ? 0 : (int) FakeTokenizer.split(suffix).count();
        return prompts.stream()
                .mapToInt(prompt -> prompt.tokens().size() + ofSuffix)
                .sum();
    }
}
