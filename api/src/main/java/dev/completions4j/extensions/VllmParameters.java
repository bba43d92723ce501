// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import dev.completions4j.Preview;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sampling parameters of vLLM.
 *
 * @since 0.1.0
 */
@Preview
public final class VllmParameters extends SamplingParameters {

    private VllmParameters(Builder builder) {
        super(builder);
    }

    /** Returns a new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A builder of parameters.
     *
     * <p>A parameter that is {@code null} is not sent, which is the default. Not safe for use by multiple threads.
     */
    public static final class Builder extends SamplingParameters.Builder<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
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
         * Sets whether beam search with {@code n} beams replaces sampling.
         *
         * @param useBeamSearch null is not sent
         */
        public Builder useBeamSearch(@Nullable Boolean useBeamSearch) {
            return set("use_beam_search", useBeamSearch);
        }

        /**
         * Sets the length penalty of beam search.
         *
         * @param lengthPenalty values above 1 favor longer beams, values below 1 shorter ones
         */
        public Builder lengthPenalty(double lengthPenalty) {
            return set("length_penalty", lengthPenalty);
        }

        /**
         * Sets the length penalty of beam search, as {@link #lengthPenalty(double)} does.
         *
         * @param lengthPenalty values above 1 favor longer beams, values below 1 shorter ones; null is not sent
         */
        public Builder lengthPenalty(@Nullable Double lengthPenalty) {
            return set("length_penalty", lengthPenalty);
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
         * Sets whether the text includes the stop sequence that ended it.
         *
         * @param include null is not sent
         */
        public Builder includeStopInOutput(@Nullable Boolean include) {
            return set("include_stop_str_in_output", include);
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
         * Sets the ids of the only tokens that may be generated.
         *
         * @param ids null is not sent
         */
        public Builder allowedTokenIds(int @Nullable ... ids) {
            return set("allowed_token_ids", ids);
        }

        /**
         * Sets texts that must not be generated.
         *
         * @param words null is not sent
         */
        public Builder badWords(String @Nullable ... words) {
            return set("bad_words", words);
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
         * Sets whether special tokens in the text are separated by spaces.
         *
         * @param spaces null is not sent
         */
        public Builder spacesBetweenSpecialTokens(@Nullable Boolean spaces) {
            return set("spaces_between_special_tokens", spaces);
        }

        /**
         * Sets whether special tokens, such as the beginning-of-sequence token, are added to the prompt.
         *
         * @param add null is not sent
         */
        public Builder addSpecialTokens(@Nullable Boolean add) {
            return set("add_special_tokens", add);
        }

        /**
         * Sets the number of last prompt tokens to keep.
         *
         * @param tokens -1 keeps as many as fit the model's context; null is not sent
         */
        public Builder truncatePromptTokens(@Nullable Integer tokens) {
            return set("truncate_prompt_tokens", tokens);
        }

        /**
         * Sets the number of most likely tokens to report at each position of the prompt. Not supported for streams.
         *
         * @param promptLogprobs null is not sent
         */
        public Builder promptLogprobs(@Nullable Integer promptLogprobs) {
            return set("prompt_logprobs", promptLogprobs);
        }

        /**
         * Sets whether the token ids of the prompt and the text are reported.
         *
         * @param returnTokenIds null is not sent
         */
        public Builder returnTokenIds(@Nullable Boolean returnTokenIds) {
            return set("return_token_ids", returnTokenIds);
        }

        /**
         * Sets the priority of the request; lower values are served first.
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
         * Sets the JSON property {@code response_format}.
         *
         * @param responseFormat null is not sent
         */
        public Builder responseFormat(@Nullable JsonValue responseFormat) {
            return set("response_format", responseFormat);
        }

        /**
         * Sets the structure that the text must have.
         *
         * @param output null is not sent
         */
        public Builder structuredOutput(@Nullable StructuredOutput output) {
            return set("structured_outputs", output == null ? null : JsonValue.object(structuredOutputs(output)));
        }

        private static Map<String, JsonValue> structuredOutputs(StructuredOutput output) {
            if (output instanceof StructuredOutput.JsonSchema json) {
                return Map.of("json", json.schema());
            } else if (output instanceof StructuredOutput.Regex regex) {
                return Map.of("regex", JsonValue.of(regex.pattern()));
            } else if (output instanceof StructuredOutput.OneOf choice) {
                return Map.of(
                        "choice",
                        JsonValue.array(
                                choice.options().stream().map(JsonValue::of).toList()));
            } else {
                return Map.of("grammar", JsonValue.of(((StructuredOutput.Grammar) output).grammar()));
            }
        }

        /** Returns the parameters. */
        public VllmParameters build() {
            return new VllmParameters(this);
        }
    }
}
