// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import dev.completions4j.ServerProfile.Range;
import dev.completions4j.ServerProfile.Rule;
import dev.completions4j.ServerProfile.TokenizerApi;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The profiles of vLLM, one for each span of versions with equal rules. Each change was found in the sources of the
 * first version that has it and of the version before it: in {@code sampling_params.py}, the completion's
 * {@code protocol.py} and {@code serving.py}, and {@code online_renderer.py}.
 *
 * <p>A {@code top_k} of 0, which versions before 0.9 reject, is within the range here.
 */
final class VllmProfiles {

    /** Keyed by the first minor version, of major version 0, to which a profile applies. */
    private static final NavigableMap<Integer, ServerProfile> BY_FIRST_MINOR = new TreeMap<>();

    /**
     * Before 0.11, a completion's {@code prompt_logprobs} must not be -1. {@code best_of} is accepted, since a server
     * could still run the engine that supports it.
     */
    private static final ServerProfile FROM_0_8 = ServerProfile.builder("vLLM")
            .range("frequency_penalty", Range.between(-2, 2))
            .range("logprobs", Range.atLeast(0).wholeNumbers())
            .range("max_tokens", Range.atLeast(0).wholeNumbers())
            .range("min_p", Range.between(0, 1))
            .range("min_tokens", Range.atLeast(0).wholeNumbers())
            .range("presence_penalty", Range.between(-2, 2))
            .range("prompt_logprobs", Range.atLeast(0).wholeNumbers())
            .range("repetition_penalty", Range.greaterThan(0))
            .range("temperature", Range.atLeast(0))
            .range("top_k", Range.atLeast(-1).wholeNumbers())
            .range("top_p", Range.greaterThan(0).upTo(1))
            .ignore("logprob_token_ids")
            .reject("suffix")
            .rule(Rule.atLeast("best_of", "n"))
            .rule(Rule.range("max_tokens", Range.atLeast(1).wholeNumbers()).unless("echo"))
            .rule(Rule.atMost("min_tokens", "max_tokens"))
            // Zero temperature is greedy sampling, which would yield equal choices.
            .rule(Rule.range("n", Range.between(1, 1))
                    .when("temperature", Range.between(0, 0))
                    .unless("use_beam_search"))
            .rule(Rule.range("prompt_logprobs", Range.between(0, 0)).when("stream", Range.atLeast(1)))
            .rule(Rule.noEmptyText("stop"))
            .rule(Rule.tokenIdKeys("logit_bias"))
            .tokenizer(TokenizerApi.VLLM)
            .build();

    /** The older engine is gone, and the remaining one rejects a {@code best_of} above 1. */
    private static final ServerProfile FROM_0_11 = FROM_0_8.toBuilder()
            .range("best_of", Range.atMost(1).wholeNumbers())
            .range("prompt_logprobs", Range.atLeast(-1).wholeNumbers())
            .build();

    /** {@code best_of} is no longer declared, and thus ignored. */
    private static final ServerProfile FROM_0_12 = FROM_0_11.toBuilder()
            .accept("best_of")
            .ignore("best_of")
            .rule(Rule.noEmptyText("cache_salt"))
            .build();

    /** Earlier versions answer a streaming request for a beam search without streaming; 0.17 to 0.19 were not checked. */
    private static final ServerProfile FROM_0_20 =
            FROM_0_12.toBuilder().rejectInStreams("use_beam_search").build();

    private static final ServerProfile FROM_0_22 =
            FROM_0_20.toBuilder().rule(Rule.noEmptyText("bad_words")).build();

    private static final ServerProfile FROM_0_24 =
            FROM_0_22.toBuilder().range("temperature", Range.between(0, 2)).build();

    private static final ServerProfile FROM_0_26 = FROM_0_24.toBuilder()
            .accept("logprob_token_ids")
            .rule(Rule.onlyWith("logprob_token_ids", "logprobs"))
            .rule(Rule.notWith("logprob_token_ids", "use_beam_search"))
            .build();

    /** The number of stops is the default of the server's variable {@code VLLM_MAX_STOP_STRINGS}. */
    private static final ServerProfile FROM_0_28 =
            FROM_0_26.toBuilder().range("stop", Range.atMost(4)).build();

    private static final ServerProfile FROM_0_29 = FROM_0_28.toBuilder()
            .range("logprobs", Range.atLeast(-1).wholeNumbers())
            .build();

    /** A suffix depends on how the server renders prompts for its model, which the model's name does not show. */
    private static final ServerProfile FROM_0_31 = FROM_0_29.toBuilder()
            .accept("suffix")
            .rule(Rule.notWith("suffix", "echo"))
            .rule(Rule.notWith("suffix", "prompt_embeds"))
            .rule(Rule.notWith("suffix", "truncate_prompt_tokens"))
            .build();

    static final ServerProfile NEWEST = FROM_0_31;

    static {
        BY_FIRST_MINOR.putAll(Map.of(
                8, FROM_0_8,
                11, FROM_0_11,
                12, FROM_0_12,
                20, FROM_0_20,
                22, FROM_0_22,
                24, FROM_0_24,
                26, FROM_0_26,
                28, FROM_0_28,
                29, FROM_0_29,
                31, FROM_0_31));
    }

    /** Such as {@code 0.11.0}, {@code v0.11}, {@code 0.11.1rc2.dev3+g1234567} or {@code 0.8.5.post1}. */
    private static final Pattern VERSION =
            Pattern.compile("v?(\\d{1,5})\\.(\\d{1,5}+)(?:(?:[.+-][0-9a-z]|[a-z])[0-9a-z.+-]*)?");

    private VllmProfiles() {}

    static ServerProfile of(String version) {
        Matcher numbers = VERSION.matcher(version.strip());
        if (!numbers.matches()) {
            throw new IllegalArgumentException("version is \"" + version
                    + "\"; write it as in 0.11.0, or leave it out for the newest version that was checked");
        }
        if (Integer.parseInt(numbers.group(1)) > 0) {
            return NEWEST;
        }
        int minor = Integer.parseInt(numbers.group(2));
        if (minor < BY_FIRST_MINOR.firstKey()) {
            throw new IllegalArgumentException("version is " + version
                    + "; versions before 0.8 were not checked, use ServerProfile.compatible() for them");
        }
        return Objects.requireNonNull(BY_FIRST_MINOR.floorEntry(minor)).getValue();
    }
}
