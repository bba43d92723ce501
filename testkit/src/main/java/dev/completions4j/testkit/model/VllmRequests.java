// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.ServerProfile;
import dev.completions4j.testkit.internal.json.ArrayNode;
import dev.completions4j.testkit.internal.json.JsonNode;
import dev.completions4j.testkit.internal.json.ObjectNode;
import java.util.List;
import java.util.Set;

/** Validates and interprets requests as vLLM does, as of version 0.32. */
final class VllmRequests {

    static final int MAX_LOGPROBS = 20;

    private static final ProfileCheck RULES = new ProfileCheck(ServerProfile.vllm());

    /** The properties that error messages do not name. */
    private static final Set<String> UNNAMED = Set.of(
            "n",
            "frequency_penalty",
            "presence_penalty",
            "min_p",
            "repetition_penalty",
            "stop",
            "top_k",
            "use_beam_search");

    private VllmRequests() {}

    static void check(RequestProperties request) throws RequestFault {
        request.refuseNull("n");
        for (String name : List.of("n", "max_tokens", "seed")) {
            request.integer(name);
        }
        for (String name : List.of("temperature", "top_p", "frequency_penalty", "presence_penalty")) {
            request.number(name);
        }
        request.object("stream_options");
        JsonNode stop = request.any("stop");
        if (stop != null && !stop.isString() && !stop.isArray()) {
            throw RequestProperties.wrongType("stop", "a string or a list", stop);
        }
        if (stop instanceof ArrayNode list && list.size() > 4) {
            throw RequestFault.badRequest(
                    "List should have at most 4 items after validation, not " + list.size(),
                    "stop",
                    RequestFault.INVALID_TYPE);
        }
        JsonNode logprobs = request.any("logprobs");
        if (logprobs != null && !logprobs.isIntegralNumber()) {
            throw RequestFault.badRequest("`logprobs` must be an integer.", "logprobs", null);
        }
        if (!request.isTrue("stream") && request.any("stream_options") != null) {
            throw RequestFault.badRequest(
                    "Stream options can only be defined when `stream=True`.", "stream_options", null);
        }
        checkPrompt(request);
        if (request.any("suffix") != null) {
            throw RequestFault.badRequest(
                    "suffix is only supported for models with FIM completion rendering", "suffix", null);
        }
        checkRules(request);
        checkPromptLogprobs(request);
        Long requested = request.integer("logprobs");
        if (requested != null && requested > MAX_LOGPROBS) {
            throw RequestFault.badRequest(
                            "Requested sample logprobs of " + requested + ", which is greater than max allowed: "
                                    + MAX_LOGPROBS,
                            "logprobs",
                            null)
                    .late();
        }
    }

    private static void checkPromptLogprobs(RequestProperties request) throws RequestFault {
        Long requested = request.integer("prompt_logprobs");
        if (requested != null && requested > MAX_LOGPROBS) {
            throw RequestFault.badRequest(
                    "Requested prompt logprobs of " + requested + ", which is greater than max allowed: "
                            + MAX_LOGPROBS,
                    "prompt_logprobs",
                    null);
        }
    }

    private static void checkRules(RequestProperties request) throws RequestFault {
        try {
            RULES.check(request);
        } catch (RequestFault fault) {
            String param = fault.param();
            throw param != null && UNNAMED.contains(param) ? fault.withoutParam() : fault;
        }
    }

    private static void checkPrompt(RequestProperties request) throws RequestFault {
        JsonNode prompt = request.any("prompt");
        if (prompt == null || (prompt.isString() && prompt.stringValue().isEmpty())) {
            throw RequestFault.badRequest(
                    "Either prompt or prompt_embeds must be provided and non-empty. (parameter=prompt)",
                    "prompt",
                    null);
        }
        if (prompt instanceof ArrayNode list && list.size() == 0) {
            throw RequestFault.badRequest("You must pass at least one prompt", null, null);
        }
        for (JsonNode each : prompt) {
            if (each.isNumber() && each.numberValue().longValue() < 0) {
                throw RequestFault.badRequest(
                        "Input should be greater than or equal to 0", "prompt.0", RequestFault.INVALID_TYPE);
            }
        }
    }

    /** Returns the request as the server interprets it. */
    static ObjectNode adapted(ObjectNode request) {
        ObjectNode adapted = request.without(List.of("best_of"));
        if (request.get("logit_bias") instanceof ObjectNode biases) {
            adapted.set("logit_bias", LlamaCppRequests.effective(biases));
        }
        JsonNode stop = request.get("stop");
        if (stop instanceof ArrayNode list && list.size() == 0) {
            adapted.remove("stop");
        }
        return adapted;
    }
}
