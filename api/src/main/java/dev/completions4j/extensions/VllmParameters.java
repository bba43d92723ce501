// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonBoolean;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.JsonValue.JsonString;
import dev.completions4j.Logprobs;
import dev.completions4j.Preview;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sampling parameters of vLLM.
 *
 * <p>There is a method for each property that the completions endpoint of vLLM 0.32 reads and
 * {@link dev.completions4j.CompletionRequest} does not model. Other releases ignore properties that they do not know.
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

    /** The end of a prompt that is truncated. */
    public enum TruncationSide {
        /** Keeps the last tokens. */
        LEFT("left"),
        /** Keeps the first tokens. */
        RIGHT("right");

        private final String value;

        TruncationSide(String value) {
            this.value = value;
        }
    }

    /**
     * A builder of parameters.
     *
     * <p>A parameter that is {@code null} is not sent, which is the default. Not safe for use by multiple threads.
     */
    public static final class Builder extends SamplingParameters.Builder<Builder> {

        /** The largest number of ids that vLLM 0.32 accepts in {@code logprob_token_ids}. */
        private static final int MAX_LOGPROB_TOKEN_IDS = 128;

        /** The largest number of characters that vLLM 0.32 accepts in {@code cache_salt}. */
        private static final int MAX_CACHE_SALT = 1024;

        private static final String STRUCTURED_OUTPUTS = "structured_outputs";

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
         * Sets whether beam search with {@code n} beams replaces sampling. Not supported for streams.
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
         * Sets the number of prompt tokens to keep; {@link #truncationSide} selects which. vLLM 0.32 returns an error
         * for longer prompts otherwise.
         *
         * @param tokens -1 keeps as many as fit the model's context; null is not sent
         * @throws IllegalArgumentException if the number is less than -1
         */
        public Builder truncatePromptTokens(@Nullable Integer tokens) {
            return set("truncate_prompt_tokens", Arguments.atLeast(-1, "truncatePromptTokens", tokens));
        }

        /**
         * Sets the end of the prompt at which {@link #truncatePromptTokens} removes tokens (vLLM 0.32).
         *
         * @param side null is not sent and selects the default of the model's tokenizer
         */
        public Builder truncationSide(@Nullable TruncationSide side) {
            return set("truncation_side", side == null ? null : side.value);
        }

        /**
         * Sets the number of most likely tokens to report at each position of the prompt. Not supported for streams.
         * {@code echo} with {@code logprobs} implies it.
         *
         * @param promptLogprobs -1 reports the entire vocabulary; null is not sent
         * @throws IllegalArgumentException if the number is less than -1
         */
        public Builder promptLogprobs(@Nullable Integer promptLogprobs) {
            return set("prompt_logprobs", Arguments.atLeast(-1, "promptLogprobs", promptLogprobs));
        }

        /**
         * Sets the ids of the tokens whose log probabilities are reported at each generated position, in addition to
         * the token generated there (vLLM 0.32). They replace the most likely tokens. This suits classification, where
         * each label is a token.
         *
         * <p>The request's {@code logprobs} must be set too; its value is ignored. Not supported for beam search. Read
         * the result with {@link VllmResults#logprobsByTokenId}, which requires {@link #returnTokensAsTokenIds}.
         *
         * @param ids 1 to 128 ids; null is not sent
         * @throws IllegalArgumentException if there is no id, or more than 128, or a negative one
         */
        public Builder logprobTokenIds(int @Nullable ... ids) {
            return set("logprob_token_ids", Arguments.tokenIds(MAX_LOGPROB_TOKEN_IDS, "logprobTokenIds", ids));
        }

        /**
         * Sets whether log probabilities identify tokens by id instead of text, which distinguishes tokens that have
         * the same text or are not valid UTF-8 (vLLM 0.32). Read the ids with {@link VllmResults#tokenIds(Logprobs)}
         * and {@link VllmResults#logprobsByTokenId}. The text offsets of the tokens are meaningless then.
         *
         * @param returnTokensAsTokenIds null is not sent and selects the server's default, usually false
         */
        public Builder returnTokensAsTokenIds(@Nullable Boolean returnTokensAsTokenIds) {
            return set("return_tokens_as_token_ids", returnTokensAsTokenIds);
        }

        /**
         * Sets whether the token ids of the prompt and the text are reported. With {@code echo}, the text does not
         * include the prompt then (vLLM 0.32).
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
         * @param cacheSalt 1 to 1024 characters; null is not sent
         * @throws IllegalArgumentException if the salt is empty or longer
         */
        public Builder cacheSalt(@Nullable String cacheSalt) {
            return set("cache_salt", Arguments.length(MAX_CACHE_SALT, "cacheSalt", cacheSalt));
        }

        /**
         * Sets the id of the request, from which vLLM 0.32 derives the completion's id: {@code cmpl-} and this id. A
         * header {@code X-Request-Id} overrides it.
         *
         * @param requestId null is not sent
         */
        public Builder requestId(@Nullable String requestId) {
            return set("request_id", requestId);
        }

        /**
         * Sets the id of the session that related requests share, such as those of an agent's conversation. vLLM 0.32
         * reports it in the events of its prompt cache. It overrides a header {@code X-Session-ID}.
         *
         * @param sessionId null is not sent
         */
        public Builder sessionId(@Nullable String sessionId) {
            return set("session_id", sessionId);
        }

        /**
         * Sets the number of tokens in each chunk of a stream, which reduces the number of chunks (vLLM 0.32). The
         * first and the last chunk are sent at once. Ignored if the server's {@code --stream-interval} is larger, and
         * for non-streaming requests.
         *
         * @param tokens at least 1; null is not sent
         * @throws IllegalArgumentException if the number is less than 1
         */
        public Builder streamInterval(@Nullable Integer tokens) {
            return set("stream_interval", Arguments.atLeast(1, "streamInterval", tokens));
        }

        /**
         * Sets when repeated text ends generation (vLLM 0.32). The finish reason is {@code repetition} then.
         *
         * @param detection null is not sent
         */
        public Builder repetitionDetection(@Nullable RepetitionDetection detection) {
            return set("repetition_detection", detection == null ? null : detection.toJson());
        }

        /**
         * Sets the maximum number of tokens that a reasoning model spends on thinking, which vLLM 0.32 accepts if started
         * with {@code --reasoning-parser}.
         *
         * @param tokens -1 means no limit; null is not sent
         * @throws IllegalArgumentException if the number is less than -1
         */
        public Builder thinkingTokenBudget(@Nullable Integer tokens) {
            return set("thinking_token_budget", Arguments.atLeast(-1, "thinkingTokenBudget", tokens));
        }

        /**
         * Sets whether the text carries the watermark for which the server is configured (vLLM 0.32).
         *
         * @param watermarking null is not sent and means true
         */
        public Builder watermarking(@Nullable Boolean watermarking) {
            return set("watermarking", watermarking);
        }

        /**
         * Sets prompts as embeddings, which vLLM accepts if started with {@code --enable-prompt-embeds}. Choices for
         * them precede those for the request's prompts, which may be absent. Not supported with {@code suffix},
         * {@code echo} and {@link #promptLogprobs} (vLLM 0.32).
         *
         * @param tensors one tensor for each prompt, of shape (tokens, hidden size), as saved by {@code torch.save};
         *     null is not sent
         */
        public Builder promptEmbeds(byte[] @Nullable ... tensors) {
            return set(
                    "prompt_embeds",
                    tensors == null
                            ? null
                            : JsonValue.array(Arrays.stream(tensors)
                                    .map(Base64.getEncoder()::encodeToString)
                                    .map(JsonValue::of)
                                    .toList()));
        }

        /**
         * Sets the number of prompt tokens to omit from {@link VllmResults#routedExperts} (vLLM 0.32).
         *
         * @param tokens null is not sent
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder routedExpertsPromptStart(@Nullable Integer tokens) {
            return set("routed_experts_prompt_start", Arguments.atLeast(0, "routedExpertsPromptStart", tokens));
        }

        /**
         * Sets the parameters of a transfer of the key-value cache between instances that process prompts and instances
         * that generate text.
         *
         * @param parameters such as {@link VllmResults#kvTransferParams} of an earlier completion; null is not sent
         */
        public Builder kvTransferParams(@Nullable Map<String, JsonValue> parameters) {
            return set("kv_transfer_params", parameters);
        }

        /**
         * Sets the parameters of a transfer of the encoder cache between instances (vLLM 0.32).
         *
         * @param parameters such as {@link VllmResults#ecTransferParams} of an earlier completion; null is not sent
         */
        public Builder ecTransferParams(@Nullable Map<String, JsonValue> parameters) {
            return set("ec_transfer_params", parameters);
        }

        /**
         * Sets arguments for custom extensions of the server, such as logits processors: the property
         * {@code vllm_xargs}.
         *
         * @param arguments strings, numbers, booleans and lists of them (vLLM 0.32), keyed by name; null is not sent
         * @throws IllegalArgumentException if an argument is of another type
         */
        public Builder extraArguments(@Nullable Map<String, JsonValue> arguments) {
            if (arguments != null) {
                arguments.forEach(Builder::checkExtraArgument);
            }
            return set("vllm_xargs", arguments);
        }

        private static void checkExtraArgument(String name, JsonValue value) {
            boolean valid = value instanceof JsonArray array
                    ? array.elements().stream().allMatch(Builder::isScalar)
                    : isScalar(value);
            if (!valid) {
                throw new IllegalArgumentException("extraArguments has \"" + name + "\" of type "
                        + value.getClass().getSimpleName()
                        + "; it must be a string, a number, a boolean or a list of these");
            }
        }

        private static boolean isScalar(JsonValue value) {
            return value instanceof JsonString || value instanceof JsonNumber || value instanceof JsonBoolean;
        }

        /**
         * Sets the JSON property {@code response_format}. It replaces a {@link #structuredOutput}.
         *
         * @param responseFormat null is not sent
         */
        public Builder responseFormat(@Nullable JsonValue responseFormat) {
            unset(STRUCTURED_OUTPUTS);
            return set("response_format", responseFormat);
        }

        /**
         * Sets the structure that the text must have. It replaces a {@link #responseFormat}.
         *
         * @param output null is not sent
         */
        public Builder structuredOutput(@Nullable StructuredOutput output) {
            unset(STRUCTURED_OUTPUTS, "response_format");
            if (output instanceof StructuredOutput.StructuralTag tag) {
                return set("response_format", tag.toResponseFormat());
            }
            return set(STRUCTURED_OUTPUTS, output == null ? null : JsonValue.object(constraint(output)));
        }

        private static Map<String, JsonValue> constraint(StructuredOutput output) {
            if (output instanceof StructuredOutput.JsonSchema json) {
                return Map.of("json", json.schema());
            } else if (output instanceof StructuredOutput.AnyJsonObject) {
                return Map.of("json_object", JsonValue.of(true));
            } else if (output instanceof StructuredOutput.Regex regex) {
                return Map.of("regex", JsonValue.of(regex.pattern()));
            } else if (output instanceof StructuredOutput.OneOf choice) {
                return Map.of(
                        "choice",
                        JsonValue.array(
                                choice.options().stream().map(JsonValue::of).toList()));
            } else if (output instanceof StructuredOutput.Grammar grammar) {
                return Map.of("grammar", JsonValue.of(grammar.grammar()));
            }
            throw Arguments.unknown(output);
        }

        /** Returns the parameters. */
        public VllmParameters build() {
            return new VllmParameters(this);
        }
    }
}
