// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import dev.completions4j.testkit.Piece.PlacedToken;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes log probabilities in the shape of completions: lists of tokens, of their numbers and of their offsets. */
final class ParallelLogprobs {

    private ParallelLogprobs() {}

    /** @param count how many of the likeliest tokens to show; -1 for all */
    static ObjectNode of(List<PlacedToken> placed, int count) {
        ObjectNode logprobs = JsonNodeFactory.instance.objectNode();
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
