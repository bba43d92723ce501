// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.ServerProfile.PromptForm;
import dev.completions4j.ServerProfile.Range;
import dev.completions4j.ServerProfile.Rule;
import dev.completions4j.ServerProfile.TokenizerApi;

/**
 * The profiles of servers and services whose versions do not differ in what is known of them. What is not known to be
 * ignored or rejected is accepted.
 */
final class BuiltInProfiles {

    /** From the published schema of the endpoint. */
    static final ServerProfile OPENAI = ServerProfile.builder("OpenAI")
            .range("best_of", Range.between(0, 20).wholeNumbers())
            .range("frequency_penalty", Range.between(-2, 2))
            .range("logit_bias", Range.between(-100, 100).wholeNumbers())
            .range("logprobs", Range.between(0, 5).wholeNumbers())
            .range("max_tokens", Range.atLeast(0).wholeNumbers())
            .range("n", Range.between(1, 128).wholeNumbers())
            .range("presence_penalty", Range.between(-2, 2))
            .range("stop", Range.between(1, 4))
            .range("temperature", Range.between(0, 2))
            .range("top_p", Range.between(0, 1))
            .rule(Rule.atLeast("best_of", "n"))
            .rejectInStreams("best_of")
            .build();

    static final ServerProfile AZURE = OPENAI.toBuilder()
            .name("Azure")
            .path("/openai/v1")
            .apiKeyHeader("api-key")
            .build();

    /**
     * From SGLang 0.5.23: the request and its check of {@code max_tokens} in {@code openai/protocol.py}, numbers in
     * {@code sampling_params.py}. {@code best_of} is declared, but nothing reads it. A {@code top_k} of 0, which is
     * rejected as well, is within the range here.
     */
    static final ServerProfile SGLANG = ServerProfile.builder("SGLang")
            .ignore("best_of")
            .range("frequency_penalty", Range.between(-2, 2))
            .range("max_tokens", Range.atLeast(1).wholeNumbers())
            .range("min_p", Range.between(0, 1))
            .range("min_tokens", Range.atLeast(0).wholeNumbers())
            .range("presence_penalty", Range.between(-2, 2))
            .range("repetition_penalty", Range.greaterThan(0).upTo(2))
            .range("temperature", Range.atLeast(0))
            .range("top_k", Range.atLeast(-1).wholeNumbers())
            .range("top_p", Range.greaterThan(0).upTo(1))
            .rule(Rule.atMost("min_tokens", "max_tokens"))
            .rule(Rule.tokenIdKeys("logit_bias"))
            .tokenizer(TokenizerApi.SGLANG)
            .build();

    /**
     * From the request that {@code router/src/lib.rs} declares, with {@code stop} as a list only; what it does not declare
     * is ignored. A suffix is rejected with status 422.
     */
    static final ServerProfile TGI = ServerProfile.builder("TGI")
            .promptForms(PromptForm.TEXT, PromptForm.TEXTS)
            .reject("suffix")
            .ignore("best_of", "echo", "logit_bias", "logprobs", "min_p", "n", "presence_penalty", "top_k")
            .tokenizer(TokenizerApi.TGI)
            .build();

    /**
     * From the request that {@code openai/openai.go} declares; what it does not declare is ignored. Newer versions declare
     * {@code logprobs}, but their completions have no log probabilities.
     */
    static final ServerProfile OLLAMA = ServerProfile.builder("Ollama")
            .promptForms(PromptForm.TEXT)
            .ignore("best_of", "echo", "logit_bias", "logprobs", "min_p", "n", "top_k")
            .build();

    /** From the reference of the API, as of 2026, which does not say what becomes of other properties. */
    static final ServerProfile DEEPSEEK = ServerProfile.builder("DeepSeek")
            .path("/beta")
            .promptForms(PromptForm.TEXT)
            .range("frequency_penalty", Range.between(-2, 2))
            .range("logprobs", Range.between(0, 20).wholeNumbers())
            .range("presence_penalty", Range.between(-2, 2))
            .range("stop", Range.atMost(16))
            .range("temperature", Range.between(0, 2))
            .range("top_p", Range.between(0, 1))
            .build();

    /**
     * From the documentation of October 2026: a property that the model's provider does not support is an error, or
     * dropped if {@code drop_params} is set.
     */
    static final ServerProfile LITELLM = ServerProfile.builder("LiteLLM").build();

    private BuiltInProfiles() {}
}
