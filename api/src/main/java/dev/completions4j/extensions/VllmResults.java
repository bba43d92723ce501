// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Choice;
import dev.completions4j.JsonValue;
import dev.completions4j.TokenIds;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what vLLM adds to choices. */
public final class VllmResults {

    /** How vLLM writes negative infinity, which JSON can't. */
    private static final double NEGATIVE_INFINITY = -9999.0;

    private VllmResults() {}

    /** What ended the text, by {@code stop_reason}; null if it was the model's end or the length. */
    public static @Nullable MatchedStop stopReason(Choice choice) {
        return Lenient.matchedStop(choice.additionalProperties(), "stop_reason");
    }

    /** The ids of the text's tokens; null unless {@link VllmParameters.Builder#returnTokenIds} asks for them. */
    public static @Nullable TokenIds tokenIds(Choice choice) {
        return Lenient.tokenIds(choice.additionalProperties(), "token_ids");
    }

    /**
     * The ids of the prompt's tokens; null unless {@link VllmParameters.Builder#returnTokenIds} asks for them. In a
     * stream, a choice's first chunk has them.
     */
    public static @Nullable TokenIds promptTokenIds(Choice choice) {
        return Lenient.tokenIds(choice.additionalProperties(), "prompt_token_ids");
    }

    /**
     * The likeliest tokens in each place of the prompt, by their ids.
     *
     * @return one map a place, of which the first, which nothing precedes, is empty; null unless
     *     {@link VllmParameters.Builder#promptLogprobs} asks for them
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
