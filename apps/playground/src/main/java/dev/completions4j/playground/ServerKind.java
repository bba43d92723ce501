// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.ServerProfile;
import dev.completions4j.testkit.model.Dialect;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds of servers that the page offers. */
@SuppressWarnings("ImmutableEnumChecker") // Profiles are immutable.
enum ServerKind {
    /** The client chooses the profile by the host. */
    AUTOMATIC("Automatic", null, null),
    OPENAI("OpenAI", ServerProfile.openAi(), Dialect.OPENAI),
    AZURE("Azure OpenAI", ServerProfile.azure(), null),
    VLLM("vLLM", ServerProfile.vllm(), Dialect.VLLM),
    LLAMA_CPP("llama.cpp", ServerProfile.llamaCpp(), Dialect.LLAMA_CPP),
    SGLANG("SGLang", ServerProfile.sglang(), null),
    TGI("TGI", ServerProfile.tgi(), null),
    OLLAMA("Ollama", ServerProfile.ollama(), null),
    DEEPSEEK("DeepSeek", ServerProfile.deepSeek(), null),
    LITELLM("LiteLLM", ServerProfile.liteLlm(), null);

    private final String label;
    private final @Nullable ServerProfile profile;
    private final @Nullable Dialect dialect;

    ServerKind(String label, @Nullable ServerProfile profile, @Nullable Dialect dialect) {
        this.label = label;
        this.profile = profile;
        this.dialect = dialect;
    }

    /** Returns the name that the page shows. */
    String label() {
        return label;
    }

    /** Returns the name in messages of the page. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the profile; null if the client chooses it. */
    @Nullable ServerProfile profile() {
        return profile;
    }

    /** Returns whether servers of this kind may have metrics that say how many requests run. */
    boolean mayHaveMetrics() {
        return switch (this) {
            case AUTOMATIC, VLLM, LLAMA_CPP, SGLANG -> true;
            case OPENAI, AZURE, TGI, OLLAMA, DEEPSEEK, LITELLM -> false;
        };
    }

    /** Returns the dialect of the fake model of this kind; null if the page offers none. */
    @Nullable Dialect dialect() {
        return dialect;
    }
}
