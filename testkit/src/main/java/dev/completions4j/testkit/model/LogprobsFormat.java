// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.testkit.internal.json.ArrayNode;
import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import dev.completions4j.testkit.internal.json.ValueNode;
import dev.completions4j.testkit.model.Piece.PlacedToken;
import java.util.List;
import java.util.function.ToIntFunction;

/** The format of log probabilities. */
enum LogprobsFormat {
    /** Parallel lists of tokens, log probabilities and text offsets. */
    LISTS {
        @Override
        JsonNode write(List<PlacedToken> placed, int count, ToIntFunction<String> ids) {
            return lists(placed, count);
        }
    },
    /** The same lists with all offsets -1. */
    LISTS_WITHOUT_OFFSETS {
        @Override
        JsonNode write(List<PlacedToken> placed, int count, ToIntFunction<String> ids) {
            ObjectNode logprobs = lists(placed, count);
            ArrayNode offsets = logprobs.putArray("text_offset");
            placed.forEach(token -> offsets.add(-1));
            return logprobs;
        }
    },
    /** An object for each token, as in chat completions. */
    OBJECTS {
        @Override
        JsonNode write(List<PlacedToken> placed, int count, ToIntFunction<String> ids) {
            if (placed.isEmpty()) {
                return ValueNode.ofNull();
            }
            ObjectNode logprobs = new ObjectNode();
            ArrayNode content = logprobs.putArray("content");
            for (PlacedToken token : placed) {
                TokenLikelihood likelihood = token.likelihood();
                if (likelihood != null) {
                    ArrayNode top = entry(content, token.text(), likelihood.logprob(), ids)
                            .putArray("top_logprobs");
                    likelihood.top(count).forEach((text, logprob) -> entry(top, text, logprob, ids));
                }
            }
            return logprobs;
        }
    };

    /** @param count the number of most likely tokens to report; -1 for all */
    abstract JsonNode write(List<PlacedToken> placed, int count, ToIntFunction<String> ids);

    private static ObjectNode lists(List<PlacedToken> placed, int count) {
        ObjectNode logprobs = new ObjectNode();
        ArrayNode tokens = logprobs.putArray("tokens");
        ArrayNode tokenLogprobs = logprobs.putArray("token_logprobs");
        ArrayNode topLogprobs = logprobs.putArray("top_logprobs");
        ArrayNode textOffsets = logprobs.putArray("text_offset");
        for (PlacedToken token : placed) {
            tokens.add(token.text());
            textOffsets.add(token.textOffset());
            TokenLikelihood likelihood = token.likelihood();
            if (likelihood == null) {
                tokenLogprobs.addNull();
                topLogprobs.addNull();
            } else {
                tokenLogprobs.add(likelihood.logprob());
                likelihood.top(count).forEach(topLogprobs.addObject()::put);
            }
        }
        return logprobs;
    }

    private static ObjectNode entry(ArrayNode entries, String token, double logprob, ToIntFunction<String> ids) {
        ObjectNode entry = entries.addObject().put("id", ids.applyAsInt(token)).put("token", token);
        ArrayNode bytes = entry.putArray("bytes");
        for (byte each : token.getBytes(UTF_8)) {
            bytes.add(each & 0xFF);
        }
        return entry.put("logprob", logprob);
    }
}
