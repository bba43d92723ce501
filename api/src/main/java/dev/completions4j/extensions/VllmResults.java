// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.FinishReason;
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
 * Reads properties that vLLM adds to completions, choices and log probabilities.
 *
 * @since 0.1.0
 */
@Preview
public final class VllmResults {

    /** vLLM's representation of negative infinity, which JSON cannot represent. */
    private static final double NEGATIVE_INFINITY = -9999.0;

    /** The finish reason with which vLLM sends a stop reason that is not a stop sequence. */
    private static final FinishReason REPETITION = FinishReason.of("repetition");

    private static final String TOKEN_ID_PREFIX = "token_id:";

    private VllmResults() {}

    /**
     * Returns the stop sequence or token that ended the text, from {@code stop_reason}; null if the end-of-sequence
     * token, the length limit or a {@linkplain VllmParameters.Builder#repetitionDetection repetition} ended it.
     *
     * @param choice the choice
     */
    public static @Nullable MatchedStop stopReason(Choice choice) {
        if (REPETITION.equals(choice.finishReason())) {
            return null;
        }
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
     * Returns the token ids of log probabilities; null unless requested with
     * {@link VllmParameters.Builder#returnTokensAsTokenIds}.
     *
     * @param logprobs the log probabilities
     */
    public static @Nullable TokenIds tokenIds(Logprobs logprobs) {
        return Lenient.tokenIds(logprobs, VllmResults::tokenId);
    }

    /**
     * Returns the id of a token; null unless requested with {@link VllmParameters.Builder#returnTokensAsTokenIds}.
     *
     * @param token the token
     */
    public static @Nullable Integer tokenId(TokenLogprob token) {
        return tokenId(token.token());
    }

    /**
     * Returns the id of a token; null unless requested with {@link VllmParameters.Builder#returnTokensAsTokenIds}.
     *
     * @param token the token
     */
    public static @Nullable Integer tokenId(TopLogprob token) {
        return tokenId(token.token());
    }

    private static @Nullable Integer tokenId(String token) {
        return token.startsWith(TOKEN_ID_PREFIX) ? Lenient.tokenId(token.substring(TOKEN_ID_PREFIX.length())) : null;
    }

    /**
     * Returns the log probabilities reported at a token's position, keyed by token id: those of the most likely tokens,
     * or of the tokens requested with {@link VllmParameters.Builder#logprobTokenIds}, and that of the token itself.
     * Empty unless requested with {@link VllmParameters.Builder#returnTokensAsTokenIds}.
     *
     * @param token the token
     * @return an unmodifiable map; {@link Double#NEGATIVE_INFINITY} is the value of a token that could not occur
     */
    public static Map<Integer, Double> logprobsByTokenId(TokenLogprob token) {
        Map<Integer, Double> byTokenId = new LinkedHashMap<>();
        for (TopLogprob top : token.top()) {
            Integer id = tokenId(top);
            Double logprob = top.logprob();
            if (id != null && logprob != null) {
                byTokenId.put(id, logprob);
            }
        }
        return Collections.unmodifiableMap(byTokenId);
    }

    /**
     * Returns the most likely tokens at each position of the prompt, keyed by token id. {@code echo} with
     * {@code logprobs} also requests them (vLLM 0.32).
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
            Integer tokenId = Lenient.tokenId(id);
            if (tokenId != null && !entry.isEmpty()) {
                byTokenId.put(tokenId, promptLogprob(entry));
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

    /**
     * Returns the experts to which a mixture-of-experts model routed each token, in the file format {@code .npy} of
     * NumPy: an array of the shape (tokens - 1, layers, experts for each token). Null unless the server runs with
     * {@code --enable-return-routed-experts}, and in streams (vLLM 0.32).
     *
     * @param choice the choice
     */
    public static byte @Nullable [] routedExperts(Choice choice) {
        return Lenient.base64(choice.additionalProperties(), "routed_experts");
    }

    /**
     * Returns the parameters of a transfer of the key-value cache, to be passed to
     * {@link VllmParameters.Builder#kvTransferParams}; null if not sent, and in streams (vLLM 0.32).
     *
     * @param completion the completion
     */
    public static @Nullable Map<String, JsonValue> kvTransferParams(Completion completion) {
        return Lenient.object(completion.additionalProperties(), "kv_transfer_params");
    }

    /**
     * Returns the parameters of a transfer of the encoder cache, to be passed to
     * {@link VllmParameters.Builder#ecTransferParams}; null if not sent, and in streams (vLLM 0.32).
     *
     * @param completion the completion
     */
    public static @Nullable Map<String, JsonValue> ecTransferParams(Completion completion) {
        return Lenient.object(completion.additionalProperties(), "ec_transfer_params");
    }

    /**
     * Returns the times of a request. Null unless the server runs with {@code --enable-per-request-metrics} or reports
     * speculative decoding, and for several prompts or choices; a stream reports them with the token usage, if that is
     * requested (vLLM 0.32).
     *
     * @param completion the completion
     */
    public static @Nullable VllmMetrics metrics(Completion completion) {
        return metrics(completion.additionalProperties());
    }

    /**
     * Returns the times of a request; null if not in this chunk. The last chunk has them under the conditions described
     * in {@link #metrics(Completion)}.
     *
     * @param chunk the chunk
     */
    public static @Nullable VllmMetrics metrics(CompletionChunk chunk) {
        return metrics(chunk.additionalProperties());
    }

    private static @Nullable VllmMetrics metrics(Map<String, JsonValue> properties) {
        Map<String, JsonValue> metrics = Lenient.members(properties.get("metrics"));
        return metrics.isEmpty()
                ? null
                : new VllmMetrics(
                        Lenient.milliseconds(metrics, "time_to_first_token_ms"),
                        Lenient.milliseconds(metrics, "generation_time_ms"),
                        Lenient.milliseconds(metrics, "queue_time_ms"),
                        Lenient.milliseconds(metrics, "mean_itl_ms"),
                        Lenient.number(metrics, "tokens_per_second"),
                        speculativeDecoding(Lenient.members(metrics.get("speculative_decoding"))));
    }

    private static @Nullable SpeculativeDecoding speculativeDecoding(Map<String, JsonValue> figures) {
        return figures.isEmpty()
                ? null
                : new SpeculativeDecoding(
                        Lenient.whole(figures, "num_spec_steps"),
                        Lenient.whole(figures, "num_draft_tokens"),
                        Lenient.whole(figures, "num_accepted_draft_tokens"),
                        Lenient.number(figures, "draft_acceptance_rate"),
                        Lenient.number(figures, "mean_acceptance_length"));
    }
}
