// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.doctor;

import dev.completions4j.ServerProfile;

/**
 * What a server is.
 *
 * @param kind the kind of server
 * @param version its version; empty if it is not known or does not matter
 * @param reason what told so, in a few words
 */
record Identity(Kind kind, String version, String reason) {

    /** The kinds of servers that have a profile. */
    enum Kind {
        OPENAI("OpenAI", "openai", "openAi"),
        AZURE("Azure OpenAI", "azure", "azure"),
        VLLM("vLLM", "vllm", "vllm"),
        LLAMA_CPP("llama.cpp", "llama-cpp", "llamaCpp"),
        SGLANG("SGLang", "sglang", "sglang"),
        TGI("Text Generation Inference", "tgi", "tgi"),
        OLLAMA("Ollama", "ollama", "ollama"),
        DEEPSEEK("DeepSeek", "deepseek", "deepSeek"),
        LITELLM("LiteLLM", "litellm", "liteLlm"),
        OTHER("unknown", "compatible", "compatible");

        private final String title;
        private final String option;
        private final String method;

        Kind(String title, String option, String method) {
            this.title = title;
            this.option = option;
            this.method = method;
        }
    }

    boolean isKnown() {
        return kind != Kind.OTHER;
    }

    /** Returns whether profiles of this kind differ by version. */
    boolean hasVersions() {
        return kind == Kind.VLLM || kind == Kind.LLAMA_CPP;
    }

    Identity withVersion(String other) {
        return new Identity(kind, other, reason);
    }

    /** Returns name, version and reason for people. */
    String description() {
        return kind.title + (version.isEmpty() ? "" : " " + version) + " (" + reason + ")";
    }

    /** Returns the profile to use: the value of the option {@code --profile}, and the same in Java. */
    String profile() {
        if (!hasVersions() || version.isEmpty()) {
            return profile(kind, "", "");
        }
        try {
            var unused = ServerProfile.named(kind.option + ":" + version);
        } catch (IllegalArgumentException e) {
            return profile(Kind.OTHER, "", "") + "; " + kind.title + " " + version + " was not checked";
        }
        return profile(kind, ":" + version, kind == Kind.VLLM ? '"' + version + '"' : version);
    }

    private static String profile(Kind kind, String version, String argument) {
        return "--profile " + kind.option + version + ", in Java ServerProfile." + kind.method + "(" + argument + ")";
    }
}
