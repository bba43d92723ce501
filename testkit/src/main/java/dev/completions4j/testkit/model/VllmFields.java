// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.ArrayNode;
import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import dev.completions4j.testkit.model.Piece.PlacedToken;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The properties that vLLM sends beyond the schema of the endpoint, as of version 0.32; most are null. */
final class VllmFields {

    private VllmFields() {}

    /**
     * Adds the properties to a non-streaming completion.
     *
     * @param ids the function from tokens to their ids
     */
    static void addToCompletion(
            ObjectNode completion, ModelRequest request, List<FinishedChoice> choices, ToIntFunction<String> ids) {
        for (String name : List.of("service_tier", "kv_transfer_params", "ec_transfer_params", "metrics")) {
            completion.putNull(name);
        }
        int index = 0;
        for (JsonNode each : Objects.requireNonNull(completion.get("choices"))) {
            ObjectNode choice = (ObjectNode) each;
            TokenizedPrompt prompt = request.prompts().get(index / request.n());
            Piece piece = choices.get(index).piece();
            choice.putNull("routed_experts");
            addIds(choice, "token_ids", request.returnTokenIds() ? texts(piece) : null, ids);
            addIds(choice, "prompt_token_ids", request.returnTokenIds() ? prompt.tokens() : null, ids);
            addPromptLogprobs(choice, request, prompt, ids);
            index++;
        }
    }

    /**
     * Adds the properties to a chunk.
     *
     * @param prompt the prompt of the chunk's choice if the chunk is its first; null otherwise
     * @param ids the function from tokens to their ids
     */
    static void addToChunk(
            ObjectNode chunk,
            ModelRequest request,
            Piece piece,
            @Nullable TokenizedPrompt prompt,
            ToIntFunction<String> ids) {
        if (piece.finishReason() == null || request.includeUsage()) {
            chunk.remove("system_fingerprint");
        }
        ObjectNode choice = (ObjectNode)
                Objects.requireNonNull(chunk.get("choices")).iterator().next();
        boolean withPrompt = request.returnTokenIds() || request.echo();
        addIds(choice, "token_ids", request.returnTokenIds() ? texts(piece) : null, ids);
        addIds(choice, "prompt_token_ids", prompt != null && withPrompt ? prompt.tokens() : null, ids);
    }

    private static List<String> texts(Piece piece) {
        return piece.tokens().stream().map(PlacedToken::text).toList();
    }

    private static void addIds(
            ObjectNode choice, String name, @Nullable List<String> tokens, ToIntFunction<String> ids) {
        if (tokens == null) {
            choice.putNull(name);
        } else {
            ArrayNode array = choice.putArray(name);
            tokens.forEach(token -> array.add(ids.applyAsInt(token)));
        }
    }

    /** Adds a list with an entry for each token of the prompt; the first is null. */
    private static void addPromptLogprobs(
            ObjectNode choice, ModelRequest request, TokenizedPrompt prompt, ToIntFunction<String> ids) {
        Integer count = request.promptLogprobs();
        if (count == null && request.echo()) {
            count = request.logprobs();
        }
        if (count == null) {
            choice.putNull("prompt_logprobs");
            return;
        }
        ArrayNode places = choice.putArray("prompt_logprobs");
        for (int i = 0; i < prompt.tokens().size(); i++) {
            if (i == 0) {
                places.addNull();
                continue;
            }
            ObjectNode place = places.addObject();
            int rank = 0;
            for (var each : new TokenLikelihood(prompt.tokens().get(i), i, request.banned())
                    .top(count == 0 ? 1 : count)
                    .entrySet()) {
                rank++;
                place.putObject(Integer.toString(ids.applyAsInt(each.getKey())))
                        .put("logprob", each.getValue())
                        .put("rank", rank)
                        .put("decoded_token", each.getKey());
            }
        }
    }
}
