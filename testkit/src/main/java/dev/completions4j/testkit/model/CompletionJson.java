// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.ArrayNode;
import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import dev.completions4j.testkit.internal.json.ValueNode;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Creates the JSON of the responses to one request, non-streaming completions and chunks, which have the same envelope.
 */
final class CompletionJson {

    private final AnswerFormat format;
    private final String id;
    private final long created;
    private final String model;
    private final @Nullable Integer logprobs;
    private final ToIntFunction<String> tokenIds;

    /**
     * @param number the number of the response, from 1
     * @param created the creation time in seconds since 1970-01-01T00:00Z
     * @param logprobs the number of most likely tokens to report; -1 for all; null if none were requested
     */
    CompletionJson(
            AnswerFormat format,
            long number,
            long created,
            String model,
            @Nullable Integer logprobs,
            ToIntFunction<String> tokenIds) {
        this.format = format;
        this.id = format.ids().apply(number);
        this.created = created;
        this.model = model;
        this.logprobs = logprobs;
        this.tokenIds = tokenIds;
    }

    /** Returns the function from tokens to their ids. */
    ToIntFunction<String> tokenIds() {
        return tokenIds;
    }

    ObjectNode response(ArrayNode choices) {
        ObjectNode response = new ObjectNode();
        response.put("id", id);
        response.put("object", "text_completion");
        response.put("created", created);
        response.put("model", model);
        String fingerprint = format.fingerprint();
        if (fingerprint != null) {
            response.put("system_fingerprint", fingerprint);
        }
        response.set("choices", choices);
        return response;
    }

    /** Returns a response with one choice, or with a part of one. */
    ObjectNode response(int index, Piece piece) {
        return response(new ArrayNode().add(choice(index, piece)));
    }

    /** Returns a response without choices. */
    ObjectNode emptyResponse() {
        return response(new ArrayNode());
    }

    ObjectNode choice(int index, Piece piece) {
        ObjectNode choice = new ObjectNode();
        choice.put("text", piece.text());
        choice.put("index", index);
        choice.set("logprobs", logprobs(piece));
        choice.put("finish_reason", piece.finishReason());
        format.choice().apply(choice, piece);
        return choice;
    }

    private JsonNode logprobs(Piece piece) {
        return logprobs == null ? ValueNode.ofNull() : format.logprobs().write(piece.tokens(), logprobs, tokenIds);
    }
}
