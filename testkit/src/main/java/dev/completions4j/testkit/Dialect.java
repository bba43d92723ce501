// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

/**
 * Which server a {@link FakeModel} behaves like: what it refuses and in which words, the shape of its answers and of
 * its errors, and how it streams.
 *
 * <p>What is imitated is what clients stumble over, not each server as a whole.
 */
public enum Dialect {
    /** OpenAI, whose contract the others share but for what their own constants say. */
    OPENAI,
    /** Azure OpenAI: the results of content filters, {@code apim-request-id}, and the key in {@code api-key}. */
    AZURE,
    /** vLLM: errors with numbers as codes, {@code stop_reason}, {@code logprobs} of -1 for all, and no {@code suffix}. */
    VLLM,
    /**
     * llama.cpp's server: {@code logprobs} in the shape of chat, the usage and {@code timings} with the end of each
     * choice; the presence of {@code best_of} or {@code suffix} is an error.
     */
    LLAMA_CPP,
    /** SGLang: flat errors, {@code matched_stop}, no text offsets, and no explicit nulls in requests. */
    SGLANG,
    /** TGI: no ids, no {@code logprobs}, finish reasons of its own, whole choices in the order in which they ended. */
    TGI,
    /** Ollama: one prompt, one choice, ids that repeat, and a usage of zeros until the last chunk. */
    OLLAMA,
    /** LM Studio: errors as texts, and a success that says that the path is wrong. */
    LM_STUDIO,
    /** DeepSeek: one prompt, one choice, keep-alives before streams and blank lines before whole answers. */
    DEEPSEEK,
    /** LiteLLM: absent things as {@code "None"}, and no finish reason before there is one. */
    LITELLM;

    ServerBehavior behavior() {
        return switch (this) {
            case OPENAI -> new ServerBehavior();
            case AZURE -> new AzureBehavior();
            case VLLM -> new VllmBehavior();
            case LLAMA_CPP -> new LlamaCppBehavior();
            case SGLANG -> new SglangBehavior();
            case TGI -> new TgiBehavior();
            case OLLAMA -> new OllamaBehavior();
            case LM_STUDIO -> new LmStudioBehavior();
            case DEEPSEEK -> new DeepSeekBehavior();
            case LITELLM -> new LiteLlmBehavior();
        };
    }
}
