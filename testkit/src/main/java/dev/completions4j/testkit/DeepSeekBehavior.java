// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

final class DeepSeekBehavior extends ServerBehavior {

    @Override
    RequestLimits limits() {
        return new RequestLimits(0, 0, 20, 16);
    }

    @Override
    Set<String> ignored() {
        return Set.of("n", "best_of");
    }

    @Override
    void check(RequestProperties request) throws RequestFault {
        request.text("prompt");
    }

    @Override
    ObjectNode usage(int promptTokens, int completionTokens) {
        return super.usage(promptTokens, completionTokens)
                .put("prompt_cache_hit_tokens", 0)
                .put("prompt_cache_miss_tokens", promptTokens);
    }

    @Override
    String leadIn() {
        return "\n\n";
    }

    @Override
    String keepAlive() {
        return ": keep-alive\n\n";
    }

    /** It ends the choices with a reason of its own, and the stream as if all were well. */
    @Override
    String failedEnd(CompletionJson json, Collection<Integer> unended) {
        Piece cut = new Piece("", List.of(), "insufficient_system_resource", null);
        return unended.stream().map(index -> event(json.response(index, cut))).collect(Collectors.joining())
                + doneEvent();
    }
}
