package dev.completions4j.testkit;

import dev.completions4j.testkit.Piece.PlacedToken;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the responses to one request, whole ones and chunks, which all begin alike. */
final class CompletionJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String id;
    private final long created;
    private final String model;
    private final @Nullable Integer logprobs;

    /**
     * @param created in seconds since 1970
     * @param logprobs how many to show; null to show none
     */
    CompletionJson(String id, long created, String model, @Nullable Integer logprobs) {
        this.id = id;
        this.created = created;
        this.model = model;
        this.logprobs = logprobs;
    }

    ObjectNode response(ArrayNode choices) {
        ObjectNode response = NODES.objectNode();
        response.put("id", id);
        response.put("object", "text_completion");
        response.put("created", created);
        response.put("model", model);
        response.put("system_fingerprint", "fp_fake");
        response.set("choices", choices);
        return response;
    }

    ObjectNode choice(int index, Piece piece) {
        ObjectNode choice = NODES.objectNode();
        choice.put("text", piece.text());
        choice.put("index", index);
        choice.set("logprobs", logprobs == null ? NODES.nullNode() : logprobs(piece.tokens(), logprobs));
        choice.put("finish_reason", piece.finishReason());
        return choice;
    }

    static ObjectNode usage(int promptTokens, int completionTokens) {
        ObjectNode usage = NODES.objectNode();
        usage.put("prompt_tokens", promptTokens);
        usage.put("completion_tokens", completionTokens);
        usage.put("total_tokens", promptTokens + completionTokens);
        return usage;
    }

    private static JsonNode logprobs(List<PlacedToken> placed, int count) {
        ObjectNode logprobs = NODES.objectNode();
        ArrayNode tokens = logprobs.putArray("tokens");
        ArrayNode tokenLogprobs = logprobs.putArray("token_logprobs");
        ArrayNode topLogprobs = logprobs.putArray("top_logprobs");
        ArrayNode textOffsets = logprobs.putArray("text_offset");
        for (PlacedToken token : placed) {
            tokens.add(token.text());
            textOffsets.add(token.textOffset());
            TokenOdds odds = token.odds();
            if (odds == null) {
                tokenLogprobs.addNull();
                topLogprobs.addNull();
            } else {
                tokenLogprobs.add(odds.logprob());
                odds.top(count).forEach(topLogprobs.addObject()::put);
            }
        }
        return logprobs;
    }
}
