// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class TgiBehavior extends ServerBehavior {

    private static final int UNPROCESSABLE = 422;

    @Override
    Set<String> ignored() {
        return Set.of("n", "best_of", "echo", "logprobs");
    }

    @Override
    void check(RequestProperties request) throws RequestFault {
        request.refuseNull("stream");
        JsonNode stop = request.any("stop");
        if (stop != null && !stop.isArray()) {
            throw RequestProperties.wrongType("stop", "an array", stop);
        }
        JsonNode prompt = request.any("prompt");
        if (prompt != null && prompt.isArray()) {
            for (JsonNode each : prompt) {
                RequestProperties.text("prompt", each);
            }
        }
        if (request.any("suffix") != null) {
            throw RequestFault.badRequest("Suffix is not supported; put it into the prompt.", "suffix", null);
        }
    }

    @Override
    String id(long number) {
        return "";
    }

    @Override
    String systemFingerprint() {
        return "3.0.0-fake";
    }

    @Override
    @Nullable String finishReason(Piece piece) {
        if (!"stop".equals(piece.finishReason())) {
            // In the midst of a choice it says that there is no reason with an empty one.
            return piece.finishReason() == null ? "" : piece.finishReason();
        }
        return piece.matchedStop() == null ? "eos_token" : "stop_sequence";
    }

    @Override
    List<FinishedChoice> ordered(List<FinishedChoice> choices) {
        return choices.stream()
                .sorted(Comparator.comparingInt(FinishedChoice::generated))
                .toList();
    }

    @Override
    String keepAlive() {
        return ":\n\n";
    }

    @Override
    void extendChunk(ObjectNode chunk, ModelRequest request, ChoiceGenerator choice) {
        if (!choice.hasNext()) {
            chunk.set("usage", usage(choice.promptTokens(), choice.generated()));
        }
    }

    @Override
    boolean endsWithUsage() {
        return false;
    }

    @Override
    String event(String data) {
        return "data:" + data + "\n\n";
    }

    @Override
    String failedEnd(CompletionJson json, Collection<Integer> unended) {
        return super.failedEnd(json, unended) + doneEvent();
    }

    /** What its JSON parser refuses is reported as plain text. */
    @Override
    ErrorReply errorReply(RequestFault fault) {
        if (RequestFault.INVALID_TYPE.equals(fault.code())) {
            return new ErrorReply(
                    UNPROCESSABLE,
                    "text/plain; charset=utf-8",
                    "Failed to deserialize the JSON body into the target type: " + fault.getMessage());
        }
        int status = fault.status() == 400 ? UNPROCESSABLE : fault.status();
        return ErrorReply.json(status, errorBody(fault));
    }

    @Override
    JsonNode errorBody(RequestFault fault) {
        return NODES.objectNode().put("error", fault.getMessage()).put("error_type", errorType(fault.status()));
    }

    @Override
    String errorType(int status) {
        return switch (status) {
            case 401 -> "authentication";
            case 404 -> "not_found";
            default -> status >= 500 ? "generation" : "validation";
        };
    }
}
