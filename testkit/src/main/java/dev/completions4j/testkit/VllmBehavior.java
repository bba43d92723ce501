// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class VllmBehavior extends ServerBehavior {

    @Override
    RequestLimits limits() {
        return new RequestLimits(0, -1, 20, Integer.MAX_VALUE);
    }

    @Override
    Set<String> ignored() {
        return Set.of("best_of");
    }

    @Override
    void check(RequestProperties request) throws RequestFault {
        if (request.any("suffix") != null) {
            throw RequestFault.badRequest("suffix is not currently supported", "suffix", null);
        }
        request.refuseNull("n");
        Long n = request.integer("n");
        require(n == null || n >= 1, "n", "at least 1", n);
        Double temperature = request.number("temperature");
        require(temperature == null || temperature >= 0, "temperature", "non-negative", temperature);
        Double topP = request.number("top_p");
        require(topP == null || (topP > 0 && topP <= 1), "top_p", "in (0, 1]", topP);
        for (String name : List.of("presence_penalty", "frequency_penalty")) {
            Double penalty = request.number(name);
            require(penalty == null || Math.abs(penalty) <= 2, name, "in [-2, 2]", penalty);
        }
    }

    /** Its sampler refuses what is out of range in words of its own. */
    private static void require(boolean holds, String name, String rule, @Nullable Number value) throws RequestFault {
        if (!holds) {
            throw RequestFault.badRequest(name + " must be " + rule + ", got " + value + ".", name, null);
        }
    }

    @Override
    @Nullable String systemFingerprint() {
        return null;
    }

    @Override
    void extendChoice(ObjectNode choice, Piece piece) {
        choice.put("stop_reason", piece.matchedStop());
    }

    @Override
    void extendChunk(ObjectNode chunk, ModelRequest request, ChoiceGenerator choice) {
        if (request.continuousUsage()) {
            chunk.set("usage", usage(choice.promptTokens(), choice.generated()));
        } else {
            super.extendChunk(chunk, request, choice);
        }
    }

    @Override
    String failedEnd(CompletionJson json, Collection<Integer> unended) {
        return super.failedEnd(json, unended) + doneEvent();
    }

    /** A missing key is refused before the server's own handling of errors. */
    @Override
    JsonNode errorBody(RequestFault fault) {
        return fault.status() == 401 ? NODES.objectNode().put("error", "Unauthorized") : super.errorBody(fault);
    }

    @Override
    ObjectNode error(RequestFault fault) {
        return super.error(fault).put("code", fault.status());
    }

    @Override
    String errorType(int status) {
        return ErrorNames.of(status);
    }
}
