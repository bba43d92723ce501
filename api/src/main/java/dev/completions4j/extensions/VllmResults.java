// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Choice;
import dev.completions4j.JsonValue;
import dev.completions4j.Preview;
import dev.completions4j.TokenIds;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads properties that vLLM adds to choices.
 *
 * @since 0.1.0
 */
@Preview
public final class VllmResults {

    /** vLLM's representation of negative infinity, which JSON cannot represent. */
    private static final double NEGATIVE_INFINITY = -9999.0;

    private VllmResults() {}

    /**
     * Returns the stop sequence or token that ended the text, from {@code stop_reason}; null if the end-of-sequence
     * token or the length limit ended it.
     *
     * @param choice the choice
     */
    public static @Nullable MatchedStop stopReason(Choice choice) {
        return Lenient.matchedStop(choice.additionalProperties(), "stop_reason");
    }

    /**
     * Returns the token ids of the text; null unless requested with {@link VllmParameters.Builder#returnTokenIds}.
     *
     * @param choice the choice
     */
    public static @Nullable TokenIds tokenIds(Choice choice) {
        return Lenient.tokenIds(choice.additionalProperties(), "token_ids");
    }

    /**
     * Returns the token ids of the prompt; null unless requested with {@link VllmParameters.Builder#returnTokenIds}. In
     * a stream, they are in the first chunk of a choice.
     *
     * @param choice the choice
     */
    public static @Nullable TokenIds promptTokenIds(Choice choice) {
        return Lenient.tokenIds(choice.additionalProperties(), "prompt_token_ids");
    }

    /**
     * Returns the most likely tokens at each position of the prompt, keyed by token id.
     *
     * @param choice the choice
     * @return one map for each position; the first is empty because nothing precedes it; null unless requested with
     *     {@link VllmParameters.Builder#promptLogprobs}
     */
    public static @Nullable List<Map<Integer, PromptLogprob>> promptLogprobs(Choice choice) {
        List<JsonValue> places = Lenient.elements(choice.additionalProperties(), "prompt_logprobs");
        return places == null
                ? null
                : places.stream().map(VllmResults::byTokenId).toList();
    }

    private static Map<Integer, PromptLogprob> byTokenId(JsonValue place) {
        Map<Integer, PromptLogprob> byTokenId = new LinkedHashMap<>();
        Lenient.members(place).forEach((id, value) -> {
            Map<String, JsonValue> entry = Lenient.members(value);
            if (id.matches("\\d{1,9}") && !entry.isEmpty()) {
                byTokenId.put(Integer.valueOf(id), promptLogprob(entry));
            }
        });
        return Collections.unmodifiableMap(byTokenId);
    }

    private static PromptLogprob promptLogprob(Map<String, JsonValue> entry) {
        Double logprob = Lenient.number(entry, "logprob");
        return new PromptLogprob(
                logprob != null && logprob == NEGATIVE_INFINITY ? Double.valueOf(Double.NEGATIVE_INFINITY) : logprob,
                Lenient.smallWhole(entry, "rank"),
                Lenient.text(entry, "decoded_token"));
    }
}
