// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import java.util.List;
import java.util.stream.Collectors;

/** What llama.cpp's server takes beside the endpoint's own properties. */
public final class LlamaCppParameters extends SamplingParameters {

    private LlamaCppParameters(Builder builder) {
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

        /** Keeps tokens whose information is near the expected one, up to this share, 0 to 1; 1 is off. */
        public Builder typicalP(double typicalP) {
            return set("typical_p", typicalP);
        }

        /** Leaves out tokens whose logit is that many standard deviations below the highest; -1 is off. */
        public Builder topNSigma(double topNSigma) {
            return set("top_n_sigma", topNSigma);
        }

        /** How often, 0 to 1, the likeliest tokens are left out; 0 is off. */
        public Builder xtcProbability(double xtcProbability) {
            return set("xtc_probability", xtcProbability);
        }

        /** How likely, 0 to 1, a token must be so that it can be left out by {@link #xtcProbability}. */
        public Builder xtcThreshold(double xtcThreshold) {
            return set("xtc_threshold", xtcThreshold);
        }

        /** How far the temperature may move with the entropy; 0 is off. */
        public Builder dynamicTemperatureRange(double range) {
            return set("dynatemp_range", range);
        }

        /** How the entropy is mapped to the temperature. */
        public Builder dynamicTemperatureExponent(double exponent) {
            return set("dynatemp_exponent", exponent);
        }

        /** Above 1 makes the last tokens less likely; 1 is off. */
        public Builder repeatPenalty(double repeatPenalty) {
            return set("repeat_penalty", repeatPenalty);
        }

        /** For how many of the last tokens penalties hold; 0 is off, -1 is the whole context. */
        public Builder repeatLastN(int repeatLastN) {
            return set("repeat_last_n", repeatLastN);
        }

        /** Makes tokens that go on with a repetition less likely; 0 is off. */
        public Builder dryMultiplier(double dryMultiplier) {
            return set("dry_multiplier", dryMultiplier);
        }

        /** How fast the penalty of {@link #dryMultiplier} grows with the repetition's length. */
        public Builder dryBase(double dryBase) {
            return set("dry_base", dryBase);
        }

        /** How many tokens a repetition may have without that penalty. */
        public Builder dryAllowedLength(int dryAllowedLength) {
            return set("dry_allowed_length", dryAllowedLength);
        }

        /** How many of the last tokens are searched for repetitions; -1 is the whole context. */
        public Builder dryPenaltyLastN(int dryPenaltyLastN) {
            return set("dry_penalty_last_n", dryPenaltyLastN);
        }

        /** Texts that end a repetition. */
        public Builder drySequenceBreakers(String... breakers) {
            return set("dry_sequence_breakers", List.of(breakers));
        }

        /** Holds the text's surprise at a level: 1 or 2, the version of the method; 0 is off. */
        public Builder mirostat(int mirostat) {
            return set("mirostat", mirostat);
        }

        /** The surprise that {@link #mirostat} holds. */
        public Builder mirostatTau(double mirostatTau) {
            return set("mirostat_tau", mirostatTau);
        }

        /** How fast {@link #mirostat} corrects. */
        public Builder mirostatEta(double mirostatEta) {
            return set("mirostat_eta", mirostatEta);
        }

        /** The samplers to apply, in their order. */
        public Builder samplers(String... samplers) {
            return set("samplers", List.of(samplers));
        }

        /** The fewest tokens that each sampler must leave. */
        public Builder minKeep(int minKeep) {
            return set("min_keep", minKeep);
        }

        /** How many tokens of the prompt stay when the context is full; -1 is all. */
        public Builder keepPromptTokens(int tokens) {
            return set("n_keep", tokens);
        }

        /** Whether what is cached of an earlier prompt with the same beginning is used. */
        public Builder cachePrompt(boolean cachePrompt) {
            return set("cache_prompt", cachePrompt);
        }

        /** The slot of the server that does the work; -1 is any that is idle. */
        public Builder slot(int slot) {
            return set("id_slot", slot);
        }

        /** Whether each chunk has {@link LlamaCppResults timings}, and not the last alone. */
        public Builder timingsPerToken(boolean timingsPerToken) {
            return set("timings_per_token", timingsPerToken);
        }

        /**
         * What form the text must have.
         *
         * @throws IllegalArgumentException if it is a regular expression, which llama.cpp does not take
         */
        public Builder structuredOutput(StructuredOutput output) {
            if (output instanceof StructuredOutput.Regex) {
                throw new IllegalArgumentException(
                        "structuredOutput is a regular expression, which llama.cpp does not take; give a grammar");
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
            } else {
                return set("grammar", ((StructuredOutput.Grammar) output).grammar());
            }
        }

        private static String quoted(String text) {
            return '"'
                    + text.replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n")
                            .replace("\r", "\\r")
                    + '"';
        }

        public LlamaCppParameters build() {
            return new LlamaCppParameters(this);
        }
    }
}
