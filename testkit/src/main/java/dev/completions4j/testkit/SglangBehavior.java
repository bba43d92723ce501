// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import dev.completions4j.testkit.Piece.PlacedToken;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class SglangBehavior extends ServerBehavior {

    /** What it says a choice stopped at when that was no text of the request but the model's end. */
    private static final int END_TOKEN = 2;

    private static final List<String> NEVER_NULL = List.of(
            "temperature", "top_p", "n", "max_tokens", "stream", "echo", "frequency_penalty", "presence_penalty");

    @Override
    RequestLimits limits() {
        return new RequestLimits(1, 0, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    @Override
    void check(RequestProperties request) throws RequestFault {
        for (String name : NEVER_NULL) {
            request.refuseNull(name);
        }
    }

    @Override
    @Nullable String systemFingerprint() {
        return null;
    }

    @Override
    JsonNode logprobs(List<PlacedToken> placed, int count) {
        ObjectNode logprobs = ParallelLogprobs.of(placed, count);
        ArrayNode offsets = logprobs.putArray("text_offset");
        placed.forEach(token -> offsets.add(-1));
        return logprobs;
    }

    @Override
    ObjectNode usage(int promptTokens, int completionTokens) {
        return super.usage(promptTokens, completionTokens).put("reasoning_tokens", 0);
    }

    @Override
    void extendChoice(ObjectNode choice, Piece piece) {
        if ("stop".equals(piece.finishReason()) && piece.matchedStop() == null) {
            choice.put("matched_stop", END_TOKEN);
        } else {
            choice.put("matched_stop", piece.matchedStop());
        }
    }

    @Override
    ObjectNode openingChunk(CompletionJson json, ModelRequest request) {
        return json.emptyResponse();
    }

    @Override
    String failedEnd(CompletionJson json, Collection<Integer> unended) {
        return event(NODES.objectNode().set("error", error(failure()))) + doneEvent();
    }

    @Override
    JsonNode errorBody(RequestFault fault) {
        return error(fault);
    }

    @Override
    ObjectNode error(RequestFault fault) {
        return super.error(fault).put("object", "error").put("code", fault.status());
    }

    @Override
    String errorType(int status) {
        return ErrorNames.of(status);
    }
}
