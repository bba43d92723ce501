// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import java.util.List;
import java.util.Map;

/** What vLLM takes beside the endpoint's own properties. */
public final class VllmParameters extends SamplingParameters {

    private VllmParameters(Builder builder) {
        super(builder);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects the parameters. Not safe for use by several threads at once. */
    public static final class Builder extends SamplingParameters.Builder<Builder> {

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** Above 1 makes the tokens of prompt and text less likely, below 1 more. */
        public Builder repetitionPenalty(double repetitionPenalty) {
            return set("repetition_penalty", repetitionPenalty);
        }

        /** Whether to search by beams, {@code n} of them, in place of sampling. */
        public Builder useBeamSearch(boolean useBeamSearch) {
            return set("use_beam_search", useBeamSearch);
        }

        /** Above 1 favours longer beams, below 1 shorter ones. */
        public Builder lengthPenalty(double lengthPenalty) {
            return set("length_penalty", lengthPenalty);
        }

        /** Ids of tokens at which generation ends. */
        public Builder stopTokenIds(int... ids) {
            return set("stop_token_ids", ids);
        }

        /** Whether the text ends with the stop text that ended it. */
        public Builder includeStopInOutput(boolean include) {
            return set("include_stop_str_in_output", include);
        }

        /** The fewest tokens to generate for each choice. */
        public Builder minTokens(int minTokens) {
            return set("min_tokens", minTokens);
        }

        /** The only tokens, by their ids, that may be generated. */
        public Builder allowedTokenIds(int... ids) {
            return set("allowed_token_ids", ids);
        }

        /** Texts that must not be generated. */
        public Builder badWords(String... words) {
            return set("bad_words", List.of(words));
        }

        /** Whether special tokens are left out of the text. */
        public Builder skipSpecialTokens(boolean skip) {
            return set("skip_special_tokens", skip);
        }

        /** Whether special tokens in the text stand between spaces. */
        public Builder spacesBetweenSpecialTokens(boolean spaces) {
            return set("spaces_between_special_tokens", spaces);
        }

        /** Whether the prompt gets special tokens, such as that of the beginning. */
        public Builder addSpecialTokens(boolean add) {
            return set("add_special_tokens", add);
        }

        /** Keeps that many of the prompt's last tokens; -1 keeps as many as the model's context holds. */
        public Builder truncatePromptTokens(int tokens) {
            return set("truncate_prompt_tokens", tokens);
        }

        /** How many of the likeliest tokens to report in each place of the prompt; not with streams. */
        public Builder promptLogprobs(int promptLogprobs) {
            return set("prompt_logprobs", promptLogprobs);
        }

        /** Whether to report the ids of the prompt's and the text's tokens. */
        public Builder returnTokenIds(boolean returnTokenIds) {
            return set("return_token_ids", returnTokenIds);
        }

        /** Lower is served earlier. */
        public Builder priority(int priority) {
            return set("priority", priority);
        }

        /** Keeps what is cached of the prompt from requests with another salt. */
        public Builder cacheSalt(String cacheSalt) {
            return set("cache_salt", cacheSalt);
        }

        /** The form of the output, as {@code response_format} has it. */
        public Builder responseFormat(JsonValue responseFormat) {
            return set("response_format", responseFormat);
        }

        /** What form the text must have. */
        public Builder structuredOutput(StructuredOutput output) {
            return set("structured_outputs", JsonValue.object(structuredOutputs(output)));
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

        public VllmParameters build() {
            return new VllmParameters(this);
        }
    }
}
