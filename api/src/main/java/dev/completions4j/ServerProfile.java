// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes a server implementation: the path of its endpoint, the header of the API key, and the requests it rejects.
 *
 * <p>Properties are identified by their JSON names, such as {@code best_of}, including those sent through
 * {@link CompletionRequest#additionalProperties()}. Immutable.
 *
 * @since 0.1.0
 */
public final class ServerProfile {

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

    private final String name;
    private final String path;
    private final String apiKeyHeader;
    private final Set<PromptForm> promptForms;
    private final Map<String, Range> ranges;
    private final Set<String> rejected;
    private final Set<String> rejectedInStreams;

    private ServerProfile(Builder builder) {
        name = builder.name;
        path = builder.path;
        apiKeyHeader = builder.apiKeyHeader;
        if (!path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "path is \"" + path + "\"; it must begin with a slash and end without one, as in /v1");
        }
        RequestHeaders.checkName(apiKeyHeader);
        EnumSet<PromptForm> forms = EnumSet.noneOf(PromptForm.class);
        forms.addAll(builder.promptForms);
        promptForms = Collections.unmodifiableSet(forms);
        ranges = Copies.of(builder.ranges);
        rejected = Set.copyOf(builder.rejected);
        rejectedInStreams = Set.copyOf(builder.rejectedInStreams);
    }

    /** Returns the profile of any compatible server. It rejects only requests that no server can accept. */
    public static ServerProfile compatible() {
        return COMPATIBLE;
    }

    /** Returns the profile of OpenAI, according to its published schema. */
    public static ServerProfile openAi() {
        return OPENAI;
    }

    /** Returns the profile of Azure OpenAI: OpenAI's rules, with the API key in the header {@code api-key}. */
    public static ServerProfile azure() {
        return AZURE;
    }

    /** Returns the profile of vLLM. */
    public static ServerProfile vllm() {
        return VLLM;
    }

    /** Returns the profile of llama.cpp's server. */
    public static ServerProfile llamaCpp() {
        return LLAMA_CPP;
    }

    /** Returns the profile of SGLang. */
    public static ServerProfile sglang() {
        return SGLANG;
    }

    /** Returns the profile of Hugging Face's Text Generation Inference. */
    public static ServerProfile tgi() {
        return TGI;
    }

    /** Returns the profile of Ollama. */
    public static ServerProfile ollama() {
        return OLLAMA;
    }

    /** Returns the profile of DeepSeek, whose endpoint at {@code /beta} supports a suffix (fill in the middle). */
    public static ServerProfile deepSeek() {
        return DEEPSEEK;
    }

    /** Returns the profile of LiteLLM, a proxy for servers of any kind. */
    public static ServerProfile liteLlm() {
        return LITELLM;
    }

    /**
     * Returns a new builder with all rules of {@link #compatible()}.
     *
     * @param name the profile's name, for messages and observations
     */
    public static Builder builder(String name) {
        return COMPATIBLE.toBuilder().name(name);
    }

    /** Returns a new builder with the values of this profile. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Returns the profile's name, for messages and observations. */
    public String name() {
        return name;
    }

    /**
     * Returns the path of the API, used if the base URL has no path, such as {@code /v1}; empty, or begins with a
     * slash.
     */
    public String path() {
        return path;
    }

    /**
     * Returns the header that carries the API key: {@code Authorization} as {@code Bearer …}, any other header
     * verbatim.
     */
    public String apiKeyHeader() {
        return apiKeyHeader;
    }

    /** Returns the forms of prompts that the server accepts. */
    public Set<PromptForm> promptForms() {
        return promptForms;
    }

    /**
     * Returns the permitted values, keyed by JSON property. A range applies to a number itself, to the size of a list,
     * and to each bias of {@code logit_bias}.
     */
    public Map<String, Range> ranges() {
        return ranges;
    }

    /** Returns the properties that the server rejects with any value but false. */
    public Set<String> rejected() {
        return rejected;
    }

    /** Returns the properties that the server rejects, with any value but false, in streaming requests. */
    public Set<String> rejectedInStreams() {
        return rejectedInStreams;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerProfile that
                && name.equals(that.name)
                && path.equals(that.path)
                && apiKeyHeader.equals(that.apiKeyHeader)
                && promptForms.equals(that.promptForms)
                && ranges.equals(that.ranges)
                && rejected.equals(that.rejected)
                && rejectedInStreams.equals(that.rejectedInStreams);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, path, apiKeyHeader, promptForms, ranges, rejected, rejectedInStreams);
    }

    @Override
    public String toString() {
        return "ServerProfile[name=" + name + ", path=" + path + ", apiKeyHeader=" + apiKeyHeader + ", promptForms="
                + promptForms + ", ranges=" + ranges + ", rejected=" + rejected + ", rejectedInStreams="
                + rejectedInStreams + "]";
    }

    /** The form of a prompt; the constants correspond to the subtypes of {@link Prompt}. */
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
     * The range of numbers permitted for a property.
     *
     * @param min the inclusive lower bound; null if there is none
     * @param max the inclusive upper bound; null if there is none
     * @param whole whether only whole numbers are permitted
     */
    public record Range(@Nullable BigDecimal min, @Nullable BigDecimal max, boolean whole) {

        /**
         * Returns the range between two numbers.
         *
         * @param min the inclusive lower bound
         * @param max the inclusive upper bound
         * @throws NumberFormatException if a bound is infinite or NaN
         */
        public static Range between(double min, double max) {
            return new Range(BigDecimal.valueOf(min), BigDecimal.valueOf(max), false);
        }

        /**
         * Returns the range of all numbers greater than or equal to a number.
         *
         * @param min the inclusive lower bound
         * @throws NumberFormatException if the bound is infinite or NaN
         */
        public static Range atLeast(double min) {
            return new Range(BigDecimal.valueOf(min), null, false);
        }

        /**
         * Returns the range of all numbers less than or equal to a number.
         *
         * @param max the inclusive upper bound
         * @throws NumberFormatException if the bound is infinite or NaN
         */
        public static Range atMost(double max) {
            return new Range(null, BigDecimal.valueOf(max), false);
        }

        /** Returns this range, restricted to whole numbers. */
        public Range wholeNumbers() {
            return new Range(min, max, true);
        }

        /**
         * Returns whether a number is in this range.
         *
         * @param number the number
         */
        public boolean contains(BigDecimal number) {
            return (min == null || number.compareTo(min) >= 0)
                    && (max == null || number.compareTo(max) <= 0)
                    && (!whole || number.stripTrailingZeros().scale() <= 0);
        }

        /** Returns the range in words, such as {@code 0 to 2} or {@code a whole number, at least 1}. */
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

    /**
     * A builder of profiles.
     *
     * <p>For every optional property, {@code null} restores the default. Not safe for use by multiple threads.
     */
    public static final class Builder {

        private static final String DEFAULT_PATH = "/v1";
        private static final String DEFAULT_API_KEY_HEADER = "Authorization";

        private String name;
        private String path = DEFAULT_PATH;
        private String apiKeyHeader = DEFAULT_API_KEY_HEADER;
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

        /**
         * Sets the profile's name.
         *
         * @param name the name, for messages and observations
         */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /**
         * Sets the path of the API, used if the base URL has no path. Default: {@code /v1}.
         *
         * @param path empty, or a path that begins with a slash and ends without one; null restores the default
         */
        public Builder path(@Nullable String path) {
            this.path = path == null ? DEFAULT_PATH : path;
            return this;
        }

        /**
         * Sets the header that carries the API key. Default: {@code Authorization}.
         *
         * @param apiKeyHeader the header's name; null restores the default
         */
        public Builder apiKeyHeader(@Nullable String apiKeyHeader) {
            this.apiKeyHeader = apiKeyHeader == null ? DEFAULT_API_KEY_HEADER : apiKeyHeader;
            return this;
        }

        /**
         * Sets the only forms of prompts that the server accepts. Default: all.
         *
         * @param first the first form
         * @param rest the other forms
         */
        public Builder promptForms(PromptForm first, PromptForm... rest) {
            promptForms = EnumSet.of(first, rest);
            return this;
        }

        /**
         * Sets the permitted values of a property; replaces the range that was set before.
         *
         * @param property the JSON name
         * @param range the permitted values; null permits all
         */
        public Builder range(String property, @Nullable Range range) {
            Copies.put(ranges, property, range);
            return this;
        }

        /**
         * Adds properties that the server rejects.
         *
         * @param properties the JSON names
         */
        public Builder reject(String... properties) {
            rejected.addAll(Arrays.asList(properties));
            return this;
        }

        /**
         * Adds properties that the server rejects in streaming requests.
         *
         * @param properties the JSON names
         */
        public Builder rejectInStreams(String... properties) {
            rejectedInStreams.addAll(Arrays.asList(properties));
            return this;
        }

        /**
         * Returns the profile.
         *
         * @throws IllegalArgumentException if the path does not begin with a slash or ends with one, or if the header
         *     of the API key is one that only the transport may set
         */
        public ServerProfile build() {
            return new ServerProfile(this);
        }
    }
}
