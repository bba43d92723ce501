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
         * Sets the structure that the text must have.
         *
         * @param output null is not sent
         */
        public Builder structuredOutput(@Nullable StructuredOutput output) {
            unset("response_format", "regex", "ebnf");
            if (output instanceof StructuredOutput.JsonSchema json) {
                return set("response_format", responseFormat(json.schema()));
            } else if (output instanceof StructuredOutput.Regex regex) {
                return set("regex", regex.pattern());
            } else if (output instanceof StructuredOutput.OneOf choice) {
                return set(
                        "regex",
                        choice.options().stream().map(Builder::quoted).collect(Collectors.joining("|", "(", ")")));
            } else if (output instanceof StructuredOutput.Grammar grammar) {
                return set("ebnf", grammar.grammar());
            }
            return this;
        }

        private static JsonValue responseFormat(JsonValue schema) {
            return JsonValue.object(Map.of(
                    "type",
                    JsonValue.of("json_schema"),
                    "json_schema",
                    JsonValue.object(Map.of("name", JsonValue.of("output"), "schema", schema))));
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
