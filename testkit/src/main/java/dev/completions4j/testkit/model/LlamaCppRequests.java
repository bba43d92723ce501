// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.ServerProfile;
import dev.completions4j.testkit.internal.json.ArrayNode;
import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Validates and interprets requests as the server of llama.cpp does, as of build 11549. */
final class LlamaCppRequests {

    /** The number of slots of the server. */
    private static final int SLOTS = 4;

    private static final ProfileCheck RANGES = new ProfileCheck(ServerProfile.llamaCpp());

    private static final List<String> NUMBERS = List.of(
            "temperature",
            "top_p",
            "top_k",
            "min_p",
            "frequency_penalty",
            "presence_penalty",
            "seed",
            "n",
            "max_tokens",
            "logprobs");

    private LlamaCppRequests() {}

    static void check(RequestProperties request) throws RequestFault {
        if (!request.isPresent("prompt")) {
            throw RequestFault.badRequest("[json.exception.out_of_range.403] key 'prompt' not found", null, null);
        }
        JsonNode prompt = request.any("prompt");
        if (prompt == null || !(prompt.isString() || prompt.isArray())) {
            throw RequestFault.badRequest(
                    "\"prompt\" elements must be a string, a list of tokens, a JSON object containing a prompt string,"
                            + " or a list of mixed strings & tokens.",
                    null,
                    null);
        }
        if (prompt instanceof ArrayNode list && list.size() == 0) {
            throw RequestFault.badRequest("\"prompt\" must not be empty", null, null);
        }
        for (String name : NUMBERS) {
            request.number(name);
        }
        Double n = request.number("n");
        if (n != null && n.intValue() > SLOTS) {
            throw RequestFault.badRequest(
                    "Field 'n': Value must be between 1 <= value <= " + SLOTS + ", but got " + n.intValue(),
                    null,
                    null);
        }
        RANGES.checkTruncated(request);
    }

    /** Returns the request as the server interprets it. */
    static ObjectNode adapted(ObjectNode request) {
        ObjectNode adapted = request.without(List.of(
                "best_of", "echo", "suffix", "temperature", "top_p", "frequency_penalty", "presence_penalty", "user"));
        JsonNode model = request.get("model");
        if (model == null || !model.isString()) {
            adapted.remove("model");
        }
        if (request.get("logit_bias") instanceof ObjectNode biases) {
            adapted.set("logit_bias", effective(biases));
        } else {
            adapted.remove("logit_bias");
        }
        JsonNode stop = request.get("stop");
        if (stop == null || !(stop.isString() || (stop instanceof ArrayNode list && list.size() > 0))) {
            adapted.remove("stop");
        }
        if (!(request.get("stream_options") instanceof ObjectNode && RequestProperties.requestsStream(request))) {
            adapted.remove("stream_options");
        }
        for (String name : List.of("n", "seed", "logprobs")) {
            Long number = whole(request, name);
            if (number != null) {
                adapted.put(name, number);
            }
        }
        Long logprobs = whole(request, "logprobs");
        if (logprobs != null && logprobs <= 0) {
            adapted.remove("logprobs");
        }
        return adapted.put("max_tokens", maxTokens(request));
    }

    /** At least one token is generated, unless the prompt is empty. Without a limit, the text ends on its own. */
    private static int maxTokens(ObjectNode request) {
        JsonNode prompt = request.get("prompt");
        if (prompt != null && prompt.isString() && prompt.stringValue().isEmpty()) {
            return 0;
        }
        Long limit = whole(request, "max_tokens");
        return limit == null || limit < 0 ? Integer.MAX_VALUE : (int) Math.max(1, Math.min(limit, Integer.MAX_VALUE));
    }

    /** Returns a number without its fraction; null if the property is not a number. */
    private static @Nullable Long whole(ObjectNode request, String name) {
        JsonNode value = request.get(name);
        return value != null && value.isNumber() ? (Long) value.numberValue().longValue() : null;
    }

    /** Returns the biases that are numbers and whose keys are token ids, clamped to -100 to 100. */
    static ObjectNode effective(ObjectNode all) {
        ObjectNode biases = new ObjectNode();
        all.members().forEach((token, bias) -> {
            if (token.matches("\\d{1,9}") && bias.isNumber()) {
                double value = bias.numberValue().doubleValue();
                biases.put(token, Math.max(-100, Math.min(100, value)));
            }
        });
        return biases;
    }
}
