// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

final class OllamaBehavior extends ServerBehavior {

    /** How many ids there are before they repeat. */
    private static final int IDS = 999;

    @Override
    Set<String> ignored() {
        return Set.of("n", "best_of", "echo", "logprobs");
    }

    @Override
    void check(RequestProperties request) throws RequestFault {
        request.text("prompt");
    }

    @Override
    String id(long number) {
        return "cmpl-" + (number - 1) % IDS;
    }

    @Override
    String systemFingerprint() {
        return "fp_ollama";
    }

    @Override
    void extendChunk(ObjectNode chunk, ModelRequest request, ChoiceGenerator choice) {
        if (request.includeUsage()) {
            chunk.set("usage", usage(0, 0));
        }
    }

    /** It says nothing of the failure: an empty chunk, and the body ends. */
    @Override
    String failedEnd(CompletionJson json, Collection<Integer> unended) {
        return event(json.response(unended.iterator().next(), new Piece("", List.of(), null, null)));
    }

    @Override
    ObjectNode error(RequestFault fault) {
        return super.error(fault).putNull("code");
    }

    @Override
    String errorType(int status) {
        return switch (status) {
            case 404 -> "not_found_error";
            case 500 -> "api_error";
            default -> super.errorType(status);
        };
    }
}
