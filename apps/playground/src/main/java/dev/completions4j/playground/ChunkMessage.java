// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.Choice;
import dev.completions4j.CompletionChunk;
import dev.completions4j.Logprobs;
import dev.completions4j.TokenLogprob;
import dev.completions4j.TokenLogprob.TopLogprob;
import dev.completions4j.Usage;
import dev.completions4j.extensions.LlamaCppResults;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A chunk as it is sent to the page: its tokens, with probabilities and alternatives where the server sends them. */
final class ChunkMessage {

    private ChunkMessage() {}

    /**
     * Writes a chunk of a stream with one choice.
     *
     * @param withIds whether to add the ids of tokens that the server sends
     */
    static JsonObject of(CompletionChunk chunk, boolean withIds) {
        JsonObject message = new JsonObject();
        JsonArray tokens = new JsonArray();
        for (Choice choice : chunk.choices()) {
            addTokens(tokens, choice, withIds);
            if (choice.finishReason() != null) {
                message.put("finishReason", choice.finishReason().value());
            }
        }
        Usage usage = chunk.usage();
        if (usage != null) {
            message.put("promptTokens", usage.promptTokens()).put("completionTokens", usage.completionTokens());
        }
        return message.put("tokens", tokens);
    }

    /** A chunk whose log probabilities are not those of its text, as at a stop sequence, is shown as one token. */
    private static void addTokens(JsonArray tokens, Choice choice, boolean withIds) {
        Logprobs logprobs = choice.logprobs();
        List<TokenLogprob> told = logprobs == null ? List.of() : logprobs.tokens();
        String joined = told.stream().map(TokenLogprob::token).collect(Collectors.joining());
        if (!told.isEmpty() && joined.equals(choice.text())) {
            told.stream().filter(token -> !token.token().isEmpty()).forEach(token -> tokens.add(token(token, withIds)));
        } else if (!choice.text().isEmpty()) {
            tokens.add(new JsonObject().put("text", choice.text()).put("top", new JsonArray()));
        }
    }

    private static JsonObject token(TokenLogprob token, boolean withIds) {
        JsonArray top = new JsonArray();
        for (TopLogprob each : token.top()) {
            if (!each.token().isEmpty()) {
                top.add(entry(each.token(), each.logprob(), withIds ? LlamaCppResults.tokenId(each) : null));
            }
        }
        return entry(token.token(), token.logprob(), withIds ? LlamaCppResults.tokenId(token) : null)
                .put("top", top);
    }

    private static JsonObject entry(String text, @Nullable Double logprob, @Nullable Integer id) {
        JsonObject entry = new JsonObject().put("text", text);
        double probability = logprob == null ? Double.NaN : Math.exp(logprob);
        if (Double.isFinite(probability)) {
            entry.put("probability", probability);
        }
        return id == null ? entry : entry.put("id", id);
    }
}
