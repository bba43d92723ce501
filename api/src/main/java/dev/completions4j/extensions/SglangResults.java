// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.JsonValue;
import dev.completions4j.Preview;
import dev.completions4j.TokenIds;
import dev.completions4j.Usage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads properties that SGLang adds to completions, choices and token usages.
 *
 * @since 0.1.0
 */
@Preview
public final class SglangResults {

    private SglangResults() {}

    /**
     * Returns the stop sequence or token that ended the text; null if the length limit ended it, or if it is
     * unfinished.
     *
     * @param choice the choice
     */
    public static @Nullable MatchedStop matchedStop(Choice choice) {
        return Lenient.matchedStop(choice.additionalProperties(), "matched_stop");
    }

    /**
     * Returns the token ids of the text; null unless requested with {@link SglangParameters.Builder#returnTokenIds}.
     *
     * @param choice the choice
     */
    public static @Nullable TokenIds tokenIds(Choice choice) {
        return Lenient.tokenIds(choice.additionalProperties(), "token_ids");
    }

    /**
     * Returns the token ids of the prompt; null unless requested with {@link SglangParameters.Builder#returnTokenIds}.
     * In a stream, they are in the first chunk of a choice.
     *
     * @param choice the choice
     */
    public static @Nullable TokenIds promptTokenIds(Choice choice) {
        return Lenient.tokenIds(choice.additionalProperties(), "prompt_token_ids");
    }

    /**
     * Returns the number of cached prompt tokens by source; null unless requested with
     * {@link SglangParameters.Builder#returnCachedTokensDetails}.
     *
     * @param completion the completion
     */
    public static @Nullable CachedTokens cachedTokens(Completion completion) {
        return cachedTokens(completion.additionalProperties());
    }

    /**
     * Returns the number of cached prompt tokens by source; null if not in this chunk. A chunk without choices has it if
     * requested with {@link SglangParameters.Builder#returnCachedTokensDetails}.
     *
     * @param chunk the chunk
     */
    public static @Nullable CachedTokens cachedTokens(CompletionChunk chunk) {
        return cachedTokens(chunk.additionalProperties());
    }

    private static @Nullable CachedTokens cachedTokens(Map<String, JsonValue> properties) {
        Map<String, JsonValue> details = Lenient.members(extension(properties).get("cached_tokens_details"));
        return details.isEmpty()
                ? null
                : new CachedTokens(
                        Lenient.whole(details, "device"),
                        Lenient.whole(details, "host"),
                        Lenient.whole(details, "storage"),
                        Lenient.text(details, "storage_backend"));
    }

    /**
     * Returns the figures of speculative decoding, one for each choice; empty unless requested with
     * {@link SglangParameters.Builder#returnSpeculativeDecoding}.
     *
     * @param completion the completion
     */
    public static List<SpeculativeDecoding> speculativeDecoding(Completion completion) {
        return speculativeDecoding(completion.additionalProperties());
    }

    /**
     * Returns the figures of speculative decoding, one for each choice; empty if not in this chunk. A chunk without
     * choices has them if requested with {@link SglangParameters.Builder#returnSpeculativeDecoding}.
     *
     * @param chunk the chunk
     */
    public static List<SpeculativeDecoding> speculativeDecoding(CompletionChunk chunk) {
        return speculativeDecoding(chunk.additionalProperties());
    }

    private static List<SpeculativeDecoding> speculativeDecoding(Map<String, JsonValue> properties) {
        Map<String, JsonValue> extension = extension(properties);
        List<JsonValue> several = Lenient.elements(extension, "spec_tokens_details");
        JsonValue one = extension.get("spec_tokens_details");
        List<JsonValue> all = several != null ? several : one == null ? List.of() : List.of(one);
        return all.stream()
                .map(Lenient::members)
                .filter(figures -> !figures.isEmpty())
                .map(figures -> new SpeculativeDecoding(
                        Lenient.whole(figures, "spec_verify_ct"),
                        Lenient.whole(figures, "spec_num_proposed_drafts"),
                        Lenient.whole(figures, "spec_num_correct_drafts"),
                        Lenient.number(figures, "spec_accept_rate"),
                        Lenient.number(figures, "spec_accept_length")))
                .toList();
    }

    /**
     * Returns the experts to which a mixture-of-experts model routed each token, as the bytes of an array of 32-bit
     * integers in the server's byte order; null unless requested with
     * {@link SglangParameters.Builder#returnRoutedExperts}.
     *
     * @param completion the completion
     */
    public static byte @Nullable [] routedExperts(Completion completion) {
        return Lenient.base64(extension(completion.additionalProperties()), "routed_experts");
    }

    /**
     * Returns the version of the model's weights, from {@code metadata}; null if not sent, and in streams.
     *
     * @param completion the completion
     */
    public static @Nullable String weightVersion(Completion completion) {
        return Lenient.text(Lenient.members(completion.additionalProperties().get("metadata")), "weight_version");
    }

    /**
     * Returns the number of tokens spent on reasoning, from {@code reasoning_tokens} of a token usage; null if not sent.
     *
     * @param usage the token usage
     */
    public static @Nullable Long reasoningTokens(Usage usage) {
        return Lenient.whole(usage.additionalProperties(), "reasoning_tokens");
    }

    private static Map<String, JsonValue> extension(Map<String, JsonValue> properties) {
        return Lenient.members(properties.get("sglext"));
    }
}
