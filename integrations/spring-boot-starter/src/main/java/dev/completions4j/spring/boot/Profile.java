// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.ServerProfile;
import java.util.Locale;

/**
 * The server profiles that a property can name.
 *
 * @since 0.1.0
 */
public enum Profile {

    /** Any compatible server. */
    COMPATIBLE,

    /** OpenAI. */
    OPENAI,

    /** Azure OpenAI. */
    AZURE,

    /** vLLM. */
    VLLM,

    /** The server of llama.cpp. */
    LLAMA_CPP,

    /** SGLang. */
    SGLANG,

    /** Hugging Face's Text Generation Inference. */
    TGI,

    /** Ollama. */
    OLLAMA,

    /** DeepSeek. */
    DEEPSEEK,

    /** LiteLLM. */
    LITELLM;

    /** Returns the profile of the library. */
    ServerProfile serverProfile() {
        return ServerProfile.named(name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
