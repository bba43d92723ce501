// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import dev.completions4j.Preview;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sampling parameters of SGLang.
 *
 * <p>There is a method for each property that the completions endpoint of SGLang 0.5.23 (2026) reads and
 * {@link dev.completions4j.CompletionRequest} does not model, except those for images, hidden states and routers. Other
 * releases ignore properties that they do not know.
 *
 * @since 0.1.0
 */
@Preview
public final class SglangParameters extends SamplingParameters {

    private SglangParameters(Builder builder) {
        super(builder);
    }

    /** Returns a new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The watermark of a text. Components that are null are not sent and have the server's defaults.
     *
     * @param enabled whether the text carries a watermark; null with a key means true
     * @param key the secret key
     * @param contextWindow the number of preceding tokens on which the watermark depends, at least 1
     */
    public record Watermark(
            @Nullable Boolean enabled,
            @Nullable String key,
            @Nullable Integer contextWindow) {

        /**
         * Checks the components.
         *
         * @throws IllegalArgumentException if {@code contextWindow} is less than 1
         */
        public Watermark {
            Arguments.atLeast(1, "contextWindow", contextWindow);
        }

        /** Returns the components without the key. */
        @Override
        public String toString() {
            return "Watermark[enabled=" + enabled + ", contextWindow=" + contextWindow + "]";
        }
    }

    /**
     * A builder of parameters.
     *
     * <p>A parameter that is {@code null} is not sent, which is the default. Not safe for use by multiple threads.
     */
    public static final class Builder extends SamplingParameters.Builder<Builder> {

        private static final Pattern REGEX_SYMBOL = Pattern.compile("[\\\\.\\[\\]{}()*+?^$|]");

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the minimum number of tokens to generate for each choice.
         *
         * @param minTokens null is not sent
         */
        public Builder minTokens(@Nullable Integer minTokens) {
            return set("min_tokens", minTokens);
        }

        /**
         * Sets the penalty on tokens that occur in the prompt or the text so far.
         *
         * @param repetitionPenalty values above 1 make repetition less likely, values below 1 more likely
         */
        public Builder repetitionPenalty(double repetitionPenalty) {
            return set("repetition_penalty", repetitionPenalty);
        }

        /**
         * Sets the penalty on repeated tokens, as {@link #repetitionPenalty(double)} does.
         *
         * @param repetitionPenalty values above 1 make repetition less likely, values below 1 more likely; null is not
         *     sent
         */
        public Builder repetitionPenalty(@Nullable Double repetitionPenalty) {
            return set("repetition_penalty", repetitionPenalty);
        }

        /**
         * Sets the ids of tokens at which generation ends.
         *
         * @param ids null is not sent
         */
        public Builder stopTokenIds(int @Nullable ... ids) {
            return set("stop_token_ids", ids);
        }

        /**
         * Sets a regular expression; generation ends when it matches.
         *
         * @param pattern null is not sent
         */
        public Builder stopRegex(@Nullable String pattern) {
            return set("stop_regex", pattern);
        }

        /**
         * Sets whether the text includes the stop sequence or token that ended it.
         *
         * @param noStopTrim null is not sent
         */
        public Builder noStopTrim(@Nullable Boolean noStopTrim) {
            return set("no_stop_trim", noStopTrim);
        }

        /**
         * Sets whether special tokens are omitted from the text.
         *
         * @param skip null is not sent
         */
        public Builder skipSpecialTokens(@Nullable Boolean skip) {
            return set("skip_special_tokens", skip);
        }

        /**
         * Sets the LoRA adapter to apply to the model.
         *
         * @param loraPath the adapter's path or name; null is not sent
         */
        public Builder loraPath(@Nullable String loraPath) {
            return set("lora_path", loraPath);
        }

        /**
         * Sets the id of the request in the server's logs.
         *
         * @param requestId null is not sent
         */
        public Builder requestId(@Nullable String requestId) {
            return set("rid", requestId);
        }

        /**
         * Sets the priority of the request. Whether lower or higher values are served first depends on the server's
         * configuration.
         *
         * @param priority null is not sent
         */
        public Builder priority(@Nullable Integer priority) {
            return set("priority", priority);
        }

        /**
         * Sets a salt that isolates the cached prompt from requests with another salt.
         *
         * @param cacheSalt null is not sent
         */
        public Builder cacheSalt(@Nullable String cacheSalt) {
            return set("cache_salt", cacheSalt);
        }

        /**
         * Sets whether the token ids of the prompt and the text are reported (SGLang 0.5.23).
         *
         * @param returnTokenIds null is not sent
         */
        public Builder returnTokenIds(@Nullable Boolean returnTokenIds) {
            return set("return_token_ids", returnTokenIds);
        }

        /**
         * Sets whether the source of {@linkplain SglangResults#cachedTokens cached prompt tokens} is reported.
         *
         * @param returnCachedTokensDetails null is not sent
         */
        public Builder returnCachedTokensDetails(@Nullable Boolean returnCachedTokensDetails) {
            return set("return_cached_tokens_details", returnCachedTokensDetails);
        }

        /**
         * Sets whether the figures of {@linkplain SglangResults#speculativeDecoding speculative decoding} are reported
         * (SGLang 0.5.23).
         *
         * @param returnSpeculativeDecoding null is not sent
         */
        public Builder returnSpeculativeDecoding(@Nullable Boolean returnSpeculativeDecoding) {
            return set("return_spec_tokens_details", returnSpeculativeDecoding);
        }

        /**
         * Sets whether the {@linkplain SglangResults#routedExperts experts} to which a mixture-of-experts model routed
         * each token are reported.
         *
         * @param returnRoutedExperts null is not sent
         */
        public Builder returnRoutedExperts(@Nullable Boolean returnRoutedExperts) {
            return set("return_routed_experts", returnRoutedExperts);
        }

        /**
         * Sets the number of tokens to omit from {@link SglangResults#routedExperts}.
         *
         * @param tokens null is not sent
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder routedExpertsStart(@Nullable Integer tokens) {
            return set("routed_experts_start_len", Arguments.atLeast(0, "routedExpertsStart", tokens));
        }

        /**
         * Sets the id of the session to which the request belongs.
         *
         * @param sessionId null is not sent
         */
        public Builder sessionId(@Nullable String sessionId) {
            return set("session_id", sessionId);
        }

        /**
         * Sets a key for classifying requests; like {@link #cacheSalt}, it separates their cached prompts.
         *
         * @param extraKey null is not sent
         */
        public Builder extraKey(@Nullable String extraKey) {
            return set("extra_key", extraKey);
        }

        /**
         * Sets the logits processor to apply, which the server accepts if started with
         * {@code --enable-custom-logit-processor}.
         *
         * @param processor the processor, as serialized by its method {@code to_str}; null is not sent
         */
        public Builder customLogitProcessor(@Nullable String processor) {
            return set("custom_logit_processor", processor);
        }

        /**
         * Sets the parameters of the {@link #customLogitProcessor}.
         *
         * @param parameters keyed by name; null is not sent
         */
        public Builder customParameters(@Nullable Map<String, JsonValue> parameters) {
            return set("custom_params", parameters);
        }

        /**
         * Sets the watermark that the text carries (SGLang 0.5.23).
         *
         * @param watermark null is not sent
         */
        public Builder watermark(@Nullable Watermark watermark) {
            unset("watermark");
            return watermark == null
                    ? this
                    : setMember("watermark", "enabled", watermark.enabled())
                            .setMember("watermark", "key", watermark.key())
                            .setMember("watermark", "context_window", watermark.contextWindow());
        }

        /**
         * Sets the structure that the text must have.
         *
         * @param output null is not sent
         */
        public Builder structuredOutput(@Nullable StructuredOutput output) {
            unset("response_format", "regex", "ebnf");
            if (output == null) {
                return this;
            } else if (output instanceof StructuredOutput.JsonSchema json) {
                return set("response_format", responseFormat(json.schema()));
            } else if (output instanceof StructuredOutput.AnyJsonObject) {
                return setMember("response_format", "type", "json_object");
            } else if (output instanceof StructuredOutput.StructuralTag tag) {
                return set("response_format", tag.toResponseFormat());
            } else if (output instanceof StructuredOutput.Regex regex) {
                return set("regex", regex.pattern());
            } else if (output instanceof StructuredOutput.OneOf choice) {
                return set(
                        "regex",
                        choice.options().stream().map(Builder::quoted).collect(Collectors.joining("|", "(", ")")));
            } else if (output instanceof StructuredOutput.Grammar grammar) {
                return set("ebnf", grammar.grammar());
            }
            throw Arguments.unknown(output);
        }

        private static JsonValue responseFormat(JsonValue schema) {
            return OrderedObject.of(
                    "type",
                    JsonValue.of("json_schema"),
                    "json_schema",
                    OrderedObject.of("name", JsonValue.of("output"), "schema", schema));
        }

        private static String quoted(String text) {
            return REGEX_SYMBOL.matcher(text).replaceAll("\\\\$0");
        }

        /** Returns the parameters. */
        public SglangParameters build() {
            return new SglangParameters(this);
        }
    }
}
