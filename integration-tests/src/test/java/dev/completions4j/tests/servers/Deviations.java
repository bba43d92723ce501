// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import static java.util.Map.entry;

import java.util.Map;

/**
 * Deliberate differences between the rules of a profile and those of the server, with reasons; see ADR 26.
 *
 * @param stricter the properties with values that we reject although the server accepts them
 * @param laxer the properties with values that we send although the server rejects them
 * @param fake the exchanges with a different response of the fake model
 */
record Deviations(Map<String, String> stricter, Map<String, String> laxer, Map<String, String> fake) {

    private static final String WORDS = "The fake's vocabulary for log probabilities has only 16 words";
    private static final String GRAMMAR = "The fake does not parse grammars";
    private static final String NOTHING = "The fake generates nothing if no tokens are requested";
    private static final String VOCABULARY = "The fake has no complete vocabulary";
    private static final String CONTEXT = "The fake has no maximum length";
    private static final String EMBEDDINGS = "The fake has no embeddings";

    private static final String FRACTION = "The server silently truncates fractions";

    static final Deviations LLAMA_CPP = new Deviations(
            Map.ofEntries(
                    entry("dry_penalty_last_n", FRACTION),
                    entry("max_tokens", FRACTION),
                    entry("min_keep", FRACTION),
                    entry("n", FRACTION),
                    entry("n_keep", FRACTION),
                    entry("repeat_last_n", FRACTION)),
            Map.of("n", "The upper bound is the number of slots, a setting of the server"),
            Map.ofEntries(
                    entry("logprobs is 21, whole", WORDS),
                    entry("logprobs is 21, streamed", WORDS),
                    entry("logprobs with a stop, streamed", "The fake logs no tokens whose text it holds back"),
                    entry("a broken grammar, whole", GRAMMAR),
                    entry("a broken grammar, streamed", GRAMMAR)));

    private static final String MAXIMUM = "The upper bound is a setting of the server, --max-logprobs";

    static final Deviations VLLM = new Deviations(
            Map.of(),
            Map.of(
                    "logprobs",
                    MAXIMUM,
                    "prompt_logprobs",
                    MAXIMUM,
                    "seed",
                    "The typed property is an integer; only an additional property can have a fraction",
                    "suffix",
                    "It depends on the model"),
            Map.ofEntries(
                    entry("a body that is no JSON", "The fake does not report the location"),
                    entry("a regular expression that is broken, whole", GRAMMAR),
                    entry("a regular expression that is broken, streamed", GRAMMAR),
                    entry("all logprobs, whole", WORDS),
                    entry("all logprobs, streamed", WORDS),
                    entry("beam search, whole", "The fake does not implement beam search"),
                    entry("echo alone, whole", NOTHING),
                    entry("echo alone, streamed", NOTHING),
                    entry("logit_bias of no token, whole", VOCABULARY),
                    entry("logit_bias of no token, streamed", VOCABULARY),
                    entry("max_tokens is beyond the context, whole", CONTEXT),
                    entry("max_tokens is beyond the context, streamed", CONTEXT),
                    entry("parameter promptEmbeds", EMBEDDINGS),
                    entry("parameter thinkingTokenBudget", "The fake does not implement thinking"),
                    entry("stream is a text", "The fake does not parse strings as booleans"),
                    entry("values of logprobs", WORDS),
                    entry("values of prompt_logprobs", WORDS)));
}
