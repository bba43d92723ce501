// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Preview;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sampling parameters of llama.cpp's server.
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
         * @param repeatLastN 0 disables penalties, -1 selects the whole context; null is not sent
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
         * @param dryPenaltyLastN -1 selects the whole context; null is not sent
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
         * Sets the samplers to apply, in order.
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
         * Sets the structure that the text must have.
         *
         * @param output a JSON Schema, a grammar or a choice; null is not sent
         * @throws IllegalArgumentException if the structure is a regular expression, which llama.cpp does not support
         */
        public Builder structuredOutput(@Nullable StructuredOutput output) {
            if (output instanceof StructuredOutput.Regex) {
                throw new IllegalArgumentException(
                        "structuredOutput is a regular expression, which llama.cpp does not support; use a grammar");
            }
            unset("json_schema", "grammar");
            if (output instanceof StructuredOutput.JsonSchema json) {
                return set("json_schema", json.schema());
            } else if (output instanceof StructuredOutput.OneOf choice) {
                return set(
                        "grammar",
                        choice.options().stream()
                                .map(Builder::quoted)
                                .collect(Collectors.joining(" | ", "root ::= ", "")));
            } else if (output instanceof StructuredOutput.Grammar grammar) {
                return set("grammar", grammar.grammar());
            }
            return this;
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
