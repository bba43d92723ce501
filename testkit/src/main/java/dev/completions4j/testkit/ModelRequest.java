package dev.completions4j.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A valid request, with the defaults filled in.
 *
 * @param bestOf candidates for each prompt; at least {@code n}
 * @param logprobs how many of the likeliest tokens to show; -1 for all; null if none are asked for
 * @param includeUsage whether a stream ends with the usage
 * @param continuousUsage whether each chunk is to tell the usage so far (vLLM)
 */
record ModelRequest(
        String model,
        List<TokenizedPrompt> prompts,
        int maxTokens,
        int n,
        int bestOf,
        List<String> stops,
        boolean echo,
        @Nullable Integer logprobs,
        @Nullable Long seed,
        boolean stream,
        boolean includeUsage,
        boolean continuousUsage) {

    /** The tokens of all prompts. */
    int promptTokens() {
        return prompts.stream().mapToInt(prompt -> prompt.tokens().size()).sum();
    }
}
