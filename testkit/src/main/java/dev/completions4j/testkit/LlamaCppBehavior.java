// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.testkit.Piece.PlacedToken;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class LlamaCppBehavior extends ServerBehavior {

    @Override
    RequestLimits limits() {
        return new RequestLimits(0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    @Override
    void check(RequestProperties request) throws RequestFault {
        for (String name : List.of("best_of", "suffix")) {
            if (request.isPresent(name)) {
                throw RequestFault.badRequest("Unsupported param: " + name, name, null);
            }
        }
        if (request.isTrue("echo")) {
            throw RequestFault.badRequest("Only no echo is supported", "echo", null);
        }
    }

    @Override
    String id(long number) {
        return "chatcmpl-" + number;
    }

    @Override
    String systemFingerprint() {
        return "b1-fake";
    }

    @Override
    JsonNode logprobs(List<PlacedToken> placed, int count) {
        ObjectNode logprobs = NODES.objectNode();
        ArrayNode content = logprobs.putArray("content");
        for (PlacedToken token : placed) {
            TokenOdds odds = token.odds();
            if (odds != null) {
                ArrayNode top = entry(content, token.text(), odds.logprob()).putArray("top_logprobs");
                odds.top(count).forEach((text, logprob) -> entry(top, text, logprob));
            }
        }
        return logprobs;
    }

    private static ObjectNode entry(ArrayNode entries, String token, double logprob) {
        ObjectNode entry = entries.addObject().put("token", token);
        ArrayNode bytes = entry.putArray("bytes");
        for (byte each : token.getBytes(UTF_8)) {
            bytes.add(each & 0xFF);
        }
        return entry.put("logprob", logprob);
    }

    /** Each choice is a task of its own, whose prompt counts again. */
    @Override
    int promptTokens(ModelRequest request) {
        return request.promptTokens() * request.n();
    }

    @Override
    void extendCompletion(ObjectNode completion, ModelRequest request) {
        addTimings(completion);
    }

    @Override
    void extendChunk(ObjectNode chunk, ModelRequest request, ChoiceGenerator choice) {
        if (!choice.hasNext()) {
            chunk.set("usage", usage(choice.promptTokens(), choice.generated()));
            addTimings(chunk);
        }
    }

    private static void addTimings(ObjectNode response) {
        response.putObject("timings")
                .put("prompt_per_token_ms", 0.5)
                .put("prompt_per_second", 2000.0)
                .put("predicted_per_token_ms", 12.5)
                .put("predicted_per_second", 80.0);
    }

    @Override
    boolean endsWithUsage() {
        return false;
    }

    @Override
    ObjectNode error(RequestFault fault) {
        ObjectNode error = NODES.objectNode();
        error.put("code", fault.status());
        error.put("message", fault.getMessage());
        error.put("type", errorType(fault.status()));
        return error;
    }

    @Override
    String errorType(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 404 -> "not_found_error";
            default -> super.errorType(status);
        };
    }
}
