// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a kind of server: where it serves the endpoint, how it takes the key, and which requests it refuses.
 *
 * <p>Immutable. Properties are named as in the JSON, such as {@code best_of}, those that
 * {@link CompletionRequest#additionalProperties()} sends included. To build one, use {@link #builder} or
 * {@link #toBuilder()}: the list of components grows.
 *
 * @param name for messages
 * @param path where the endpoint is if the base URL has no path, such as {@code /v1}; empty, or begins with a slash
 * @param apiKeyHeader the header that carries the key: in {@code Authorization} as {@code Bearer …}, in any other as it
 *     is
 * @param promptForms the forms of prompts that the server takes
 * @param ranges the values that it takes, by property: of a number itself, of a list its size, of {@code logit_bias}
 *     each bias
 * @param rejected the properties that it refuses whatever their value is, but for false
 * @param rejectedInStreams the properties that it refuses so in streams
 */
public record ServerProfile(
        String name,
        String path,
        String apiKeyHeader,
        Set<PromptForm> promptForms,
        Map<String, Range> ranges,
        Set<String> rejected,
        Set<String> rejectedInStreams) {

    private static final ServerProfile COMPATIBLE = new Builder("compatible")
            .range("n", Range.atLeast(1).wholeNumbers())
            .build();

    private static final ServerProfile OPENAI = builder("OpenAI")
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
            .rejectInStreams("best_of")
            .build();

    private static final ServerProfile AZURE = OPENAI.toBuilder()
            .name("Azure")
            .path("/openai/v1")
            .apiKeyHeader("api-key")
            .build();

    private static final ServerProfile VLLM = builder("vLLM")
            .range("frequency_penalty", Range.between(-2, 2))
            .range("logprobs", Range.atLeast(-1).wholeNumbers())
            .range("max_tokens", Range.atLeast(0).wholeNumbers())
            .range("presence_penalty", Range.between(-2, 2))
            .range("prompt_logprobs", Range.atLeast(-1).wholeNumbers())
            .range("temperature", Range.atLeast(0))
            .range("top_p", Range.between(0, 1))
            .reject("suffix")
            .rejectInStreams("prompt_logprobs")
            .build();

    private static final ServerProfile LLAMA_CPP =
            builder("llama.cpp").reject("best_of", "echo", "suffix").build();

    private static final ServerProfile SGLANG = builder("SGLang")
            .range("frequency_penalty", Range.between(-2, 2))
            .range("max_tokens", Range.atLeast(1).wholeNumbers())
            .range("presence_penalty", Range.between(-2, 2))
            .range("temperature", Range.atLeast(0))
            .range("top_p", Range.between(0, 1))
            .build();

    private static final ServerProfile TGI = builder("TGI")
            .promptForms(PromptForm.TEXT, PromptForm.TEXTS)
            .reject("suffix")
            .build();

    private static final ServerProfile OLLAMA =
            builder("Ollama").promptForms(PromptForm.TEXT).build();

    private static final ServerProfile DEEPSEEK = builder("DeepSeek")
            .path("/beta")
            .promptForms(PromptForm.TEXT)
            .range("frequency_penalty", Range.between(-2, 2))
            .range("logprobs", Range.between(0, 20).wholeNumbers())
            .range("presence_penalty", Range.between(-2, 2))
            .range("stop", Range.atMost(16))
            .range("temperature", Range.between(0, 2))
            .range("top_p", Range.between(0, 1))
            .build();

    private static final ServerProfile LITELLM = builder("LiteLLM").build();

    /** Checks path and header name. */
    public ServerProfile {
        if (!path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "path is \"" + path + "\"; begin it with a slash and end it without one, as in /v1");
        }
        RequestHeaders.checkName(apiKeyHeader);
        EnumSet<PromptForm> forms = EnumSet.noneOf(PromptForm.class);
        forms.addAll(promptForms);
        promptForms = Collections.unmodifiableSet(forms);
        ranges = Copies.of(ranges);
        rejected = Set.copyOf(rejected);
        rejectedInStreams = Set.copyOf(rejectedInStreams);
    }

    /** Any server: refuses only what none can accept. */
    public static ServerProfile compatible() {
        return COMPATIBLE;
    }

    /** OpenAI, by its published schema. */
    public static ServerProfile openAi() {
        return OPENAI;
    }

    /** Azure: OpenAI's rules, and the key in {@code api-key}. */
    public static ServerProfile azure() {
        return AZURE;
    }

    /** The server of vLLM. */
    public static ServerProfile vllm() {
        return VLLM;
    }

    /** The server of llama.cpp. */
    public static ServerProfile llamaCpp() {
        return LLAMA_CPP;
    }

    /** The server of SGLang. */
    public static ServerProfile sglang() {
        return SGLANG;
    }

    /** Hugging Face's Text Generation Inference. */
    public static ServerProfile tgi() {
        return TGI;
    }

    /** Ollama. */
    public static ServerProfile ollama() {
        return OLLAMA;
    }

    /** DeepSeek, whose endpoint fills in the middle, under {@code /beta}. */
    public static ServerProfile deepSeek() {
        return DEEPSEEK;
    }

    /** LiteLLM, which passes requests on to servers of any kind. */
    public static ServerProfile liteLlm() {
        return LITELLM;
    }

    /**
     * Starts to build a profile that has all rules of {@link #compatible()}.
     *
     * @param name for messages
     */
    public static Builder builder(String name) {
        return COMPATIBLE.toBuilder().name(name);
    }

    /** A builder that starts with what this profile says. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** A form of prompt, after the subtypes of {@link Prompt}. */
    public enum PromptForm {
        /** {@link Prompt.Text}. */
        TEXT,
        /** {@link Prompt.Texts}. */
        TEXTS,
        /** {@link Prompt.Tokens}. */
        TOKENS,
        /** {@link Prompt.TokenLists}. */
        TOKEN_LISTS
    }

    /**
     * The numbers that a property may be.
     *
     * @param min inclusive; null if there is no such bound
     * @param max inclusive; null if there is no such bound
     * @param whole whether they must have no fraction
     */
    public record Range(@Nullable BigDecimal min, @Nullable BigDecimal max, boolean whole) {

        /**
         * From one number to another.
         *
         * @throws NumberFormatException if one is infinite or not a number
         */
        public static Range between(double min, double max) {
            return new Range(BigDecimal.valueOf(min), BigDecimal.valueOf(max), false);
        }

        /**
         * A number and all above.
         *
         * @throws NumberFormatException if it is infinite or not a number
         */
        public static Range atLeast(double min) {
            return new Range(BigDecimal.valueOf(min), null, false);
        }

        /**
         * A number and all below.
         *
         * @throws NumberFormatException if it is infinite or not a number
         */
        public static Range atMost(double max) {
            return new Range(null, BigDecimal.valueOf(max), false);
        }

        /** This range without the fractions. */
        public Range wholeNumbers() {
            return new Range(min, max, true);
        }

        /** Whether the number is in the range. */
        public boolean contains(BigDecimal number) {
            return (min == null || number.compareTo(min) >= 0)
                    && (max == null || number.compareTo(max) <= 0)
                    && (!whole || number.stripTrailingZeros().scale() <= 0);
        }

        /** As words: {@code 0 to 2}, or {@code a whole number, at least 1}. */
        @Override
        public String toString() {
            String bounds = bounds();
            if (!whole) {
                return bounds.isEmpty() ? "any number" : bounds;
            }
            return bounds.isEmpty() ? "a whole number" : "a whole number, " + bounds;
        }

        private String bounds() {
            if (min == null) {
                return max == null ? "" : "at most " + plain(max);
            }
            return max == null ? "at least " + plain(min) : plain(min) + " to " + plain(max);
        }

        private static String plain(BigDecimal bound) {
            return bound.stripTrailingZeros().toPlainString();
        }
    }

    /** Collects what a profile says. Not safe for use by several threads at once. */
    public static final class Builder {

        private String name;
        private String path = "/v1";
        private String apiKeyHeader = "Authorization";
        private Set<PromptForm> promptForms = EnumSet.allOf(PromptForm.class);
        private final Map<String, Range> ranges = new LinkedHashMap<>();
        private final Set<String> rejected = new LinkedHashSet<>();
        private final Set<String> rejectedInStreams = new LinkedHashSet<>();

        private Builder(String name) {
            this.name = name;
        }

        private Builder(ServerProfile profile) {
            name = profile.name;
            path = profile.path;
            apiKeyHeader = profile.apiKeyHeader;
            promptForms = profile.promptForms;
            ranges.putAll(profile.ranges);
            rejected.addAll(profile.rejected);
            rejectedInStreams.addAll(profile.rejectedInStreams);
        }

        /** What messages call it. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** Where the endpoint is if the base URL has no path; default {@code /v1}. */
        public Builder path(String path) {
            this.path = path;
            return this;
        }

        /** The header that carries the key; default {@code Authorization}. */
        public Builder apiKeyHeader(String apiKeyHeader) {
            this.apiKeyHeader = apiKeyHeader;
            return this;
        }

        /** The only forms of prompts that the server takes; default: all. */
        public Builder promptForms(PromptForm first, PromptForm... rest) {
            promptForms = EnumSet.of(first, rest);
            return this;
        }

        /** The values that a property may have, in place of those said before. */
        public Builder range(String property, Range range) {
            ranges.put(property, range);
            return this;
        }

        /** Properties that the server refuses, besides those said before. */
        public Builder reject(String... properties) {
            rejected.addAll(Arrays.asList(properties));
            return this;
        }

        /** Properties that the server refuses in streams, besides those said before. */
        public Builder rejectInStreams(String... properties) {
            rejectedInStreams.addAll(Arrays.asList(properties));
            return this;
        }

        /**
         * The profile.
         *
         * @throws IllegalArgumentException if the path does not begin with a slash or ends with one, or if the
         *     key's header is one that a call may not set
         */
        public ServerProfile build() {
            return new ServerProfile(name, path, apiKeyHeader, promptForms, ranges, rejected, rejectedInStreams);
        }
    }
}
