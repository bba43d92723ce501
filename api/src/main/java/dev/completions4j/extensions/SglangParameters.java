// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What SGLang takes beside the endpoint's own properties. */
public final class SglangParameters extends SamplingParameters {

    private SglangParameters(Builder builder) {
        super(builder);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects the parameters. Not safe for use by several threads at once. */
    public static final class Builder extends SamplingParameters.Builder<Builder> {

        private static final Pattern REGEX_SYMBOL = Pattern.compile("[\\\\.\\[\\]{}()*+?^$|]");

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** The fewest tokens to generate for each choice. */
        public Builder minTokens(int minTokens) {
            return set("min_tokens", minTokens);
        }

        /** Above 1 makes the tokens of prompt and text less likely, below 1 more. */
        public Builder repetitionPenalty(double repetitionPenalty) {
            return set("repetition_penalty", repetitionPenalty);
        }

        /** Ids of tokens at which generation ends. */
        public Builder stopTokenIds(int... ids) {
            return set("stop_token_ids", ids);
        }

        /** A regular expression at whose match generation ends. */
        public Builder stopRegex(String pattern) {
            return set("stop_regex", pattern);
        }

        /** Whether the text ends with the stop text or token that ended it. */
        public Builder noStopTrim(boolean noStopTrim) {
            return set("no_stop_trim", noStopTrim);
        }

        /** Whether special tokens are left out of the text. */
        public Builder skipSpecialTokens(boolean skip) {
            return set("skip_special_tokens", skip);
        }

        /** The adapter, by its path or name, that is applied to the model. */
        public Builder loraPath(String loraPath) {
            return set("lora_path", loraPath);
        }

        /** The request's own id in the server's logs. */
        public Builder requestId(String requestId) {
            return set("rid", requestId);
        }

        /** Lower or higher is served earlier, as the server is configured. */
        public Builder priority(int priority) {
            return set("priority", priority);
        }

        /** Keeps what is cached of the prompt from requests with another salt. */
        public Builder cacheSalt(String cacheSalt) {
            return set("cache_salt", cacheSalt);
        }

        /** What form the text must have. */
        public Builder structuredOutput(StructuredOutput output) {
            unset("response_format", "regex", "ebnf");
            if (output instanceof StructuredOutput.JsonSchema json) {
                return set("response_format", responseFormat(json.schema()));
            } else if (output instanceof StructuredOutput.Regex regex) {
                return set("regex", regex.pattern());
            } else if (output instanceof StructuredOutput.OneOf choice) {
                return set(
                        "regex",
                        choice.options().stream().map(Builder::quoted).collect(Collectors.joining("|", "(", ")")));
            } else {
                return set("ebnf", ((StructuredOutput.Grammar) output).grammar());
            }
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

        public SglangParameters build() {
            return new SglangParameters(this);
        }
    }
}
