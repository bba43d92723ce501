// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.JsonValue;
import dev.completions4j.Preview;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sampling parameters of llama.cpp's server.
 *
 * <p>There is a method for each property that the completions endpoint of build b11549 (October 2026) reads and
 * {@link dev.completions4j.CompletionRequest} does not model, except those for chats and tool calls. The note b11549
 * marks parameters that builds of early 2026 did not have; builds ignore parameters that they do not know.
 *
 * @since 0.1.0
 */
@Preview
public final class LlamaCppParameters extends SamplingParameters {

    private LlamaCppParameters(Builder builder) {
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
         * Sets the probability mass of locally typical tokens to sample from.
         *
         * @param typicalP 0 to 1; 1 disables it
         */
        public Builder typicalP(double typicalP) {
            return set("typical_p", typicalP);
        }

        /**
         * Sets the probability mass of locally typical tokens, as {@link #typicalP(double)} does.
         *
         * @param typicalP 0 to 1; 1 disables it; null is not sent
         */
        public Builder typicalP(@Nullable Double typicalP) {
            return set("typical_p", typicalP);
        }

        /**
         * Sets how many standard deviations a token's logit may be below the highest one.
         *
         * @param topNSigma a number of standard deviations; -1 disables it
         */
        public Builder topNSigma(double topNSigma) {
            return set("top_n_sigma", topNSigma);
        }

        /**
         * Sets how far a token's logit may be below the highest one, as {@link #topNSigma(double)} does.
         *
         * @param topNSigma a number of standard deviations; -1 disables it; null is not sent
         */
        public Builder topNSigma(@Nullable Double topNSigma) {
            return set("top_n_sigma", topNSigma);
        }

        /**
         * Sets the probability that the most likely tokens are excluded (XTC).
         *
         * @param xtcProbability 0 to 1; 0 disables it
         */
        public Builder xtcProbability(double xtcProbability) {
            return set("xtc_probability", xtcProbability);
        }

        /**
         * Sets the probability that the most likely tokens are excluded, as {@link #xtcProbability(double)} does.
         *
         * @param xtcProbability 0 to 1; 0 disables it; null is not sent
         */
        public Builder xtcProbability(@Nullable Double xtcProbability) {
            return set("xtc_probability", xtcProbability);
        }

        /**
         * Sets the minimum probability of tokens that {@link #xtcProbability(double)} may exclude.
         *
         * @param xtcThreshold 0 to 1
         */
        public Builder xtcThreshold(double xtcThreshold) {
            return set("xtc_threshold", xtcThreshold);
        }

        /**
         * Sets the minimum probability of tokens that may be excluded, as {@link #xtcThreshold(double)} does.
         *
         * @param xtcThreshold 0 to 1; null is not sent
         */
        public Builder xtcThreshold(@Nullable Double xtcThreshold) {
            return set("xtc_threshold", xtcThreshold);
        }

        /**
         * Sets by how much the temperature may vary with the entropy.
         *
         * @param range 0 disables it
         */
        public Builder dynamicTemperatureRange(double range) {
            return set("dynatemp_range", range);
        }

        /**
         * Sets by how much the temperature may vary, as {@link #dynamicTemperatureRange(double)} does.
         *
         * @param range 0 disables it; null is not sent
         */
        public Builder dynamicTemperatureRange(@Nullable Double range) {
            return set("dynatemp_range", range);
        }

        /**
         * Sets the exponent of the mapping from entropy to temperature.
         *
         * @param exponent the exponent
         */
        public Builder dynamicTemperatureExponent(double exponent) {
            return set("dynatemp_exponent", exponent);
        }

        /**
         * Sets the exponent of that mapping, as {@link #dynamicTemperatureExponent(double)} does.
         *
         * @param exponent the exponent; null is not sent
         */
        public Builder dynamicTemperatureExponent(@Nullable Double exponent) {
            return set("dynatemp_exponent", exponent);
        }

        /**
         * Sets the penalty on tokens that occur among the last tokens.
         *
         * @param repeatPenalty values above 1 make repetition less likely; 1 disables it
         */
        public Builder repeatPenalty(double repeatPenalty) {
            return set("repeat_penalty", repeatPenalty);
        }

        /**
         * Sets the penalty on repeated tokens, as {@link #repeatPenalty(double)} does.
         *
         * @param repeatPenalty values above 1 make repetition less likely; 1 disables it; null is not sent
         */
        public Builder repeatPenalty(@Nullable Double repeatPenalty) {
            return set("repeat_penalty", repeatPenalty);
        }

        /**
         * Sets the number of last tokens that penalties consider.
         *
         * @param repeatLastN 0 disables penalties; -1 selects the whole context in older builds, and b11549 refuses
         *     it; null is not sent
         */
        public Builder repeatLastN(@Nullable Integer repeatLastN) {
            return set("repeat_last_n", repeatLastN);
        }

        /**
         * Sets the strength of the penalty on tokens that extend a repetition (DRY).
         *
         * @param dryMultiplier 0 disables it
         */
        public Builder dryMultiplier(double dryMultiplier) {
            return set("dry_multiplier", dryMultiplier);
        }

        /**
         * Sets the strength of that penalty, as {@link #dryMultiplier(double)} does.
         *
         * @param dryMultiplier 0 disables it; null is not sent
         */
        public Builder dryMultiplier(@Nullable Double dryMultiplier) {
            return set("dry_multiplier", dryMultiplier);
        }

        /**
         * Sets the base of the exponential growth of the DRY penalty with the repetition's length.
         *
         * @param dryBase the base
         */
        public Builder dryBase(double dryBase) {
            return set("dry_base", dryBase);
        }

        /**
         * Sets the base of the DRY penalty's growth, as {@link #dryBase(double)} does.
         *
         * @param dryBase the base; null is not sent
         */
        public Builder dryBase(@Nullable Double dryBase) {
            return set("dry_base", dryBase);
        }

        /**
         * Sets the length of repetitions, in tokens, that the DRY penalty does not affect.
         *
         * @param dryAllowedLength null is not sent
         */
        public Builder dryAllowedLength(@Nullable Integer dryAllowedLength) {
            return set("dry_allowed_length", dryAllowedLength);
        }

        /**
         * Sets the number of last tokens that are searched for repetitions by DRY.
         *
         * @param dryPenaltyLastN 0 disables DRY; -1 selects the whole context in older builds, and b11549 refuses
         *     it; null is not sent
         */
        public Builder dryPenaltyLastN(@Nullable Integer dryPenaltyLastN) {
            return set("dry_penalty_last_n", dryPenaltyLastN);
        }

        /**
         * Sets the texts that end a repetition for DRY.
         *
         * @param breakers null is not sent
         */
        public Builder drySequenceBreakers(String @Nullable ... breakers) {
            return set("dry_sequence_breakers", breakers);
        }

        /**
         * Sets the version of Mirostat, which keeps the entropy of the text near a target.
         *
         * @param mirostat 1 or 2; 0 disables it; null is not sent
         */
        public Builder mirostat(@Nullable Integer mirostat) {
            return set("mirostat", mirostat);
        }

        /**
         * Sets Mirostat's target entropy (tau).
         *
         * @param mirostatTau the target entropy
         */
        public Builder mirostatTau(double mirostatTau) {
            return set("mirostat_tau", mirostatTau);
        }

        /**
         * Sets Mirostat's target entropy, as {@link #mirostatTau(double)} does.
         *
         * @param mirostatTau the target entropy; null is not sent
         */
        public Builder mirostatTau(@Nullable Double mirostatTau) {
            return set("mirostat_tau", mirostatTau);
        }

        /**
         * Sets Mirostat's learning rate (eta).
         *
         * @param mirostatEta the learning rate
         */
        public Builder mirostatEta(double mirostatEta) {
            return set("mirostat_eta", mirostatEta);
        }

        /**
         * Sets Mirostat's learning rate, as {@link #mirostatEta(double)} does.
         *
         * @param mirostatEta the learning rate; null is not sent
         */
        public Builder mirostatEta(@Nullable Double mirostatEta) {
            return set("mirostat_eta", mirostatEta);
        }

        /**
         * Sets the probability near which the adaptive sampler keeps the chosen tokens (b11549). It applies if the
         * {@link #samplers} include {@code adaptive_p}.
         *
         * @param adaptiveTarget 0 to 1; a negative number disables it
         * @throws IllegalArgumentException if the number is greater than 1 or not a number
         */
        public Builder adaptiveTarget(double adaptiveTarget) {
            return adaptiveTarget(Double.valueOf(adaptiveTarget));
        }

        /**
         * Sets the target of the adaptive sampler, as {@link #adaptiveTarget(double)} does.
         *
         * @param adaptiveTarget 0 to 1; a negative number disables it; null is not sent
         * @throws IllegalArgumentException if the number is greater than 1 or not a number
         */
        public Builder adaptiveTarget(@Nullable Double adaptiveTarget) {
            return set("adaptive_target", Arguments.atMost(1, "adaptiveTarget", adaptiveTarget));
        }

        /**
         * Sets how slowly the adaptive sampler forgets: it considers about {@code 1 / (1 - adaptiveDecay)} tokens
         * (b11549).
         *
         * @param adaptiveDecay 0 to 0.99
         * @throws IllegalArgumentException if the number is out of range
         */
        public Builder adaptiveDecay(double adaptiveDecay) {
            return adaptiveDecay(Double.valueOf(adaptiveDecay));
        }

        /**
         * Sets how slowly the adaptive sampler forgets, as {@link #adaptiveDecay(double)} does.
         *
         * @param adaptiveDecay 0 to 0.99; null is not sent
         * @throws IllegalArgumentException if the number is out of range
         */
        public Builder adaptiveDecay(@Nullable Double adaptiveDecay) {
            return set("adaptive_decay", Arguments.between(0, 0.99, "adaptiveDecay", adaptiveDecay));
        }

        /**
         * Sets the samplers to apply, in order. The server ignores names that it does not know.
         *
         * @param samplers null is not sent
         */
        public Builder samplers(String @Nullable ... samplers) {
            return set("samplers", samplers);
        }

        /**
         * Sets the minimum number of tokens that each sampler keeps.
         *
         * @param minKeep null is not sent
         */
        public Builder minKeep(@Nullable Integer minKeep) {
            return set("min_keep", minKeep);
        }

        /**
         * Sets the number of prompt tokens to keep when the context is full.
         *
         * @param tokens -1 keeps all; null is not sent
         */
        public Builder keepPromptTokens(@Nullable Integer tokens) {
            return set("n_keep", tokens);
        }

        /**
         * Sets whether the cache of an earlier prompt with the same beginning is reused.
         *
         * @param cachePrompt null is not sent
         */
        public Builder cachePrompt(@Nullable Boolean cachePrompt) {
            return set("cache_prompt", cachePrompt);
        }

        /**
         * Sets the slot of the server that processes the request.
         *
         * @param slot -1 selects any idle slot; null is not sent
         */
        public Builder slot(@Nullable Integer slot) {
            return set("id_slot", slot);
        }

        /**
         * Sets whether each chunk, not only the last one, contains {@link LlamaCppResults timings}.
         *
         * @param timingsPerToken null is not sent
         */
        public Builder timingsPerToken(@Nullable Boolean timingsPerToken) {
            return set("timings_per_token", timingsPerToken);
        }

        /**
         * Sets whether a stream reports the {@linkplain LlamaCppResults#promptProgress progress} of processing the
         * prompt, in chunks without text.
         *
         * @param returnProgress null is not sent
         */
        public Builder returnProgress(@Nullable Boolean returnProgress) {
            return set("return_progress", returnProgress);
        }

        /**
         * Sets the interval of the comments that a stream sends while it has no text, for example during prompt
         * processing (b11549). They keep a read idle timeout from expiring.
         *
         * @param seconds -1 disables the comments; null is not sent and selects the server's default
         * @throws IllegalArgumentException if the number is less than -1
         */
        public Builder ssePingInterval(@Nullable Integer seconds) {
            return set("sse_ping_interval", Arguments.atLeast(-1, "ssePingInterval", seconds));
        }

        /**
         * Sets whether answers include {@linkplain LlamaCppResults#details details} for debugging, the prompt among
         * them (b11549).
         *
         * @param verbose null is not sent
         */
        public Builder verbose(@Nullable Boolean verbose) {
            return set("verbose", verbose);
        }

        /**
         * Sets whether the {@linkplain LlamaCppResults#details details} include the token ids of the text. Requires
         * {@link #verbose}; log probabilities {@linkplain LlamaCppResults#tokenIds include token ids} in any case.
         *
         * @param returnTokens null is not sent
         */
        public Builder returnTokens(@Nullable Boolean returnTokens) {
            return set("return_tokens", returnTokens);
        }

        /**
         * Sets whether log probabilities are replaced by the {@linkplain LlamaCppResults#probability probabilities}
         * after all samplers. Requires the request's {@code logprobs}.
         *
         * @param postSamplingProbabilities null is not sent
         */
        public Builder postSamplingProbabilities(@Nullable Boolean postSamplingProbabilities) {
            return set("post_sampling_probs", postSamplingProbabilities);
        }

        /**
         * Sets whether the backend samples, for example on the GPU, instead of llama.cpp itself.
         *
         * @param backendSampling null is not sent
         */
        public Builder backendSampling(@Nullable Boolean backendSampling) {
            return set("backend_sampling", backendSampling);
        }

        /**
         * Sets the time after the first token at which generation ends, provided that the text contains a line break.
         *
         * @param limit at least a millisecond; null is not sent
         * @throws IllegalArgumentException if the limit is less than a millisecond
         */
        public Builder predictionTimeLimit(@Nullable Duration limit) {
            return set("t_max_predict_ms", Arguments.milliseconds("predictionTimeLimit", limit));
        }

        /**
         * Sets the minimum indentation of generated lines; a line with less ends generation.
         *
         * @param characters the number of whitespace characters; null is not sent
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder minIndent(@Nullable Integer characters) {
            return set("n_indent", Arguments.atLeast(0, "minIndent", characters));
        }

        /**
         * Sets the number of tokens to discard, after those of {@link #keepPromptTokens}, when the context is full.
         *
         * @param tokens 0 discards half of them; null is not sent
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder discardTokens(@Nullable Integer tokens) {
            return set("n_discard", Arguments.atLeast(0, "discardTokens", tokens));
        }

        /**
         * Sets the minimum number of successive tokens to reuse from the cache if they occur at another position of the
         * prompt.
         *
         * @param tokens 0 disables it; null is not sent
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder cacheReuse(@Nullable Integer tokens) {
            return set("n_cache_reuse", Arguments.atLeast(0, "cacheReuse", tokens));
        }

        /**
         * Sets the scales of LoRA adapters for this request. Adapters that are not listed are disabled.
         *
         * @param scales the scales, keyed by the adapter's id; null is not sent and selects the server's scales
         */
        public Builder loraScales(@Nullable Map<Integer, Double> scales) {
            return set(
                    "lora",
                    scales == null
                            ? null
                            : JsonValue.array(scales.entrySet().stream()
                                    .map(scale -> OrderedObject.of(
                                            "id",
                                            JsonValue.of(scale.getKey().longValue()),
                                            "scale",
                                            JsonValue.of(scale.getValue().doubleValue())))
                                    .toList()));
        }

        /**
         * Sets the maximum number of tokens between the tags that enclose a model's reasoning (b11549). Without
         * {@link #reasoningBudgetStartTag}, {@link #reasoningBudgetEndTags} and {@link #reasoningBudgetMessage}, it has
         * no effect.
         *
         * @param tokens -1 means no limit; null is not sent
         * @throws IllegalArgumentException if the number is less than -1
         */
        public Builder reasoningBudgetTokens(@Nullable Integer tokens) {
            return set("reasoning_budget_tokens", Arguments.atLeast(-1, "reasoningBudgetTokens", tokens));
        }

        /**
         * Sets the text that begins a model's reasoning, such as {@code <think>} (b11549).
         *
         * @param tag null is not sent
         */
        public Builder reasoningBudgetStartTag(@Nullable String tag) {
            return set("reasoning_budget_start_tag", tag);
        }

        /**
         * Sets the texts that end a model's reasoning, such as {@code </think>}. The first one is forced when the budget
         * is spent (b11549).
         *
         * @param tags null is not sent
         */
        public Builder reasoningBudgetEndTags(String @Nullable ... tags) {
            return set("reasoning_budget_end_tags", tags);
        }

        /**
         * Sets the text that precedes the end tag when it is forced (b11549).
         *
         * @param message the text, possibly empty; null is not sent
         */
        public Builder reasoningBudgetMessage(@Nullable String message) {
            return set("reasoning_budget_message", message);
        }

        /**
         * Sets the structure that the text must have.
         *
         * @param output a JSON Schema, any JSON object, a grammar or a choice; null is not sent
         * @throws IllegalArgumentException if the structure is a regular expression or a structural tag, which llama.cpp
         *     does not support
         */
        public Builder structuredOutput(@Nullable StructuredOutput output) {
            if (output instanceof StructuredOutput.Regex) {
                throw unsupported("a regular expression");
            } else if (output instanceof StructuredOutput.StructuralTag) {
                throw unsupported("a structural tag");
            }
            unset("json_schema", "grammar");
            if (output == null) {
                return this;
            } else if (output instanceof StructuredOutput.JsonSchema json) {
                return set("json_schema", json.schema());
            } else if (output instanceof StructuredOutput.AnyJsonObject) {
                return set("json_schema", JsonValue.object(Map.of("type", JsonValue.of("object"))));
            } else if (output instanceof StructuredOutput.OneOf choice) {
                return set(
                        "grammar",
                        choice.options().stream()
                                .map(Builder::quoted)
                                .collect(Collectors.joining(" | ", "root ::= ", "")));
            } else if (output instanceof StructuredOutput.Grammar grammar) {
                return set("grammar", grammar.grammar());
            }
            throw Arguments.unknown(output);
        }

        private static IllegalArgumentException unsupported(String structure) {
            return new IllegalArgumentException(
                    "structuredOutput is " + structure + ", which llama.cpp does not support; use a grammar");
        }

        private static String quoted(String text) {
            return '"'
                    + text.replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n")
                            .replace("\r", "\\r")
                    + '"';
        }

        /** Returns the parameters. */
        public LlamaCppParameters build() {
            return new LlamaCppParameters(this);
        }
    }
}
