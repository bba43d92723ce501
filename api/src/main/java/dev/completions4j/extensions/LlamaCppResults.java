// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.JsonValue;
import dev.completions4j.Logprobs;
import dev.completions4j.Preview;
import dev.completions4j.TokenIds;
import dev.completions4j.TokenLogprob;
import dev.completions4j.TokenLogprob.TopLogprob;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads properties that llama.cpp's server adds to completions and log probabilities.
 *
 * @since 0.1.0
 */
@Preview
public final class LlamaCppResults {

    private LlamaCppResults() {}

    /**
     * Returns the processing times of a completion; null if not sent.
     *
     * @param completion the completion
     */
    public static @Nullable Timings timings(Completion completion) {
        return timings(completion.additionalProperties());
    }

    /**
     * Returns the processing times so far; null if not in this chunk, usually in all but the last.
     *
     * @param chunk the chunk
     */
    public static @Nullable Timings timings(CompletionChunk chunk) {
        return timings(chunk.additionalProperties());
    }

    private static @Nullable Timings timings(Map<String, JsonValue> properties) {
        Map<String, JsonValue> timings = Lenient.members(properties.get("timings"));
        return timings.isEmpty()
                ? null
                : new Timings(
                        Lenient.whole(timings, "cache_n"),
                        Lenient.whole(timings, "prompt_n"),
                        Lenient.milliseconds(timings, "prompt_ms"),
                        Lenient.whole(timings, "predicted_n"),
                        Lenient.milliseconds(timings, "predicted_ms"),
                        Lenient.whole(timings, "draft_n"),
                        Lenient.whole(timings, "draft_n_accepted"));
    }

    /**
     * Returns the progress of processing the prompt; null if not in this chunk. Chunks with it precede the text if
     * requested with {@link LlamaCppParameters.Builder#returnProgress}; each belongs to the prompt of its choice.
     *
     * @param chunk the chunk
     */
    public static @Nullable PromptProgress promptProgress(CompletionChunk chunk) {
        Map<String, JsonValue> progress =
                Lenient.members(chunk.additionalProperties().get("prompt_progress"));
        return progress.isEmpty()
                ? null
                : new PromptProgress(
                        Lenient.whole(progress, "total"),
                        Lenient.whole(progress, "cache"),
                        Lenient.whole(progress, "processed"),
                        Lenient.milliseconds(progress, "time_ms"));
    }

    /**
     * Returns details about the first choice of the first prompt; null unless requested with
     * {@link LlamaCppParameters.Builder#verbose}.
     *
     * @param completion the completion
     */
    public static @Nullable LlamaCppDetails details(Completion completion) {
        return details(completion.additionalProperties());
    }

    /**
     * Returns details about the choice in a chunk; null unless requested with
     * {@link LlamaCppParameters.Builder#verbose}.
     *
     * @param chunk the chunk
     */
    public static @Nullable LlamaCppDetails details(CompletionChunk chunk) {
        return details(chunk.additionalProperties());
    }

    private static @Nullable LlamaCppDetails details(Map<String, JsonValue> properties) {
        Map<String, JsonValue> verbose = Lenient.members(properties.get("__verbose"));
        if (verbose.isEmpty()) {
            return null;
        }
        String stopSequence = Lenient.text(verbose, "stopping_word");
        return new LlamaCppDetails(
                Lenient.smallWhole(verbose, "index"),
                Lenient.tokenIds(verbose, "tokens"),
                Lenient.smallWhole(verbose, "id_slot"),
                Lenient.text(verbose, "stop_type"),
                stopSequence == null || stopSequence.isEmpty() ? null : stopSequence,
                Lenient.flag(verbose, "truncated"),
                Lenient.members(verbose.get("generation_settings")));
    }

    /**
     * Returns the token ids of log probabilities; null if a token has none. The last id may be that of the
     * end-of-sequence token.
     *
     * @param logprobs the log probabilities
     */
    public static @Nullable TokenIds tokenIds(Logprobs logprobs) {
        return Lenient.tokenIds(logprobs, LlamaCppResults::tokenId);
    }

    /**
     * Returns the id of a token; null if not sent.
     *
     * @param token the token
     */
    public static @Nullable Integer tokenId(TokenLogprob token) {
        return Lenient.smallWhole(token.additionalProperties(), "id");
    }

    /**
     * Returns the id of a token; null if not sent.
     *
     * @param token the token
     */
    public static @Nullable Integer tokenId(TopLogprob token) {
        return Lenient.smallWhole(token.additionalProperties(), "id");
    }

    /**
     * Returns the bytes of a token in UTF-8, which may be a part of a character; null if not sent.
     *
     * @param token the token
     */
    public static byte @Nullable [] bytes(TokenLogprob token) {
        return Lenient.bytes(token.additionalProperties(), "bytes");
    }

    /**
     * Returns the bytes of a token in UTF-8, which may be a part of a character; null if not sent.
     *
     * @param token the token
     */
    public static byte @Nullable [] bytes(TopLogprob token) {
        return Lenient.bytes(token.additionalProperties(), "bytes");
    }

    /**
     * Returns the probability of a token after sampling; null unless requested with
     * {@link LlamaCppParameters.Builder#postSamplingProbabilities}, which replaces the log probability.
     *
     * @param token the token
     * @return 0 to 1
     */
    public static @Nullable Double probability(TokenLogprob token) {
        return Lenient.number(token.additionalProperties(), "prob");
    }

    /**
     * Returns the probabilities after sampling of the most likely tokens at a token's position, keyed by token id;
     * empty unless requested with {@link LlamaCppParameters.Builder#postSamplingProbabilities}.
     *
     * @param token the token
     * @return an unmodifiable map
     */
    public static Map<Integer, Double> probabilitiesByTokenId(TokenLogprob token) {
        List<JsonValue> top = Lenient.elements(token.additionalProperties(), "top_probs");
        Map<Integer, Double> byTokenId = new LinkedHashMap<>();
        for (JsonValue element : top == null ? List.<JsonValue>of() : top) {
            Map<String, JsonValue> entry = Lenient.members(element);
            Integer id = Lenient.smallWhole(entry, "id");
            Double probability = Lenient.number(entry, "prob");
            if (id != null && probability != null) {
                byTokenId.put(id, probability);
            }
        }
        return Collections.unmodifiableMap(byTokenId);
    }
}
