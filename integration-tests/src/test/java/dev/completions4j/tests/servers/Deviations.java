// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import static java.util.Map.entry;

import java.util.Map;

/**
 * Where the rules of a profile deliberately differ from the server's, with the reasons; see ADR 26.
 *
 * @param stricter the properties of which we refuse values that the server accepts
 * @param laxer the properties of which we send values that the server refuses
 * @param fake the exchanges that the fake answers differently than the real server
 */
record Deviations(Map<String, String> stricter, Map<String, String> laxer, Map<String, String> fake) {

    private static final String WORDS = "Its vocabulary for log probabilities has 16 words, which is all that it shows";
    private static final String GRAMMAR = "It does not read grammars";
    private static final String NOTHING = "It generates nothing if nothing is asked for";
    private static final String VOCABULARY = "It has no vocabulary that would be complete";
    private static final String CONTEXT = "It has no maximum length";
    private static final String EMBEDDINGS = "It has no embeddings";

    private static final String FRACTION = "The server drops a fraction silently";

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
                    entry("logprobs with a stop, streamed", "It logs no token whose text it holds back"),
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
                    "The typed property is a whole number; only an additional property can have a fraction",
                    "suffix",
                    "It depends on the model"),
            Map.ofEntries(
                    entry("a body that is no JSON", "It does not say where"),
                    entry("a regular expression that is broken, whole", GRAMMAR),
                    entry("a regular expression that is broken, streamed", GRAMMAR),
                    entry("all logprobs, whole", WORDS),
                    entry("all logprobs, streamed", WORDS),
                    entry("beam search, whole", "It does not search"),
                    entry("echo alone, whole", NOTHING),
                    entry("echo alone, streamed", NOTHING),
                    entry("logit_bias of no token, whole", VOCABULARY),
                    entry("logit_bias of no token, streamed", VOCABULARY),
                    entry("max_tokens is beyond the context, whole", CONTEXT),
                    entry("max_tokens is beyond the context, streamed", CONTEXT),
                    entry("parameter promptEmbeds", EMBEDDINGS),
                    entry("parameter thinkingTokenBudget", "It does not think"),
                    entry("stream is a text", "It does not read texts as booleans"),
                    entry("values of logprobs", WORDS),
                    entry("values of prompt_logprobs", WORDS)));
}
