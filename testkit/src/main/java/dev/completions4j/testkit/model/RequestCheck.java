// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses what one server refuses and the others take. */
@FunctionalInterface
interface RequestCheck {

    RequestCheck NONE = request -> {};

    /** Takes one prompt, which is a text. */
    RequestCheck ONE_TEXT = request -> request.text("prompt");

    void check(RequestProperties request) throws RequestFault;

    /** Refuses explicit nulls. */
    static RequestCheck neverNull(String... names) {
        return request -> {
            for (String name : names) {
                request.refuseNull(name);
            }
        };
    }

    /** Has no {@code suffix}, and refuses what is out of its sampler's range in words of its own. */
    static void vllm(RequestProperties request) throws RequestFault {
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

    /** Refuses the very presence of two properties, and {@code echo}. */
    static void llamaCpp(RequestProperties request) throws RequestFault {
        for (String name : List.of("best_of", "suffix")) {
            if (request.isPresent(name)) {
                throw RequestFault.badRequest("Unsupported param: " + name, name, null);
            }
        }
        if (request.isTrue("echo")) {
            throw RequestFault.badRequest("Only no echo is supported", "echo", null);
        }
    }

    /** Takes stops as a list only, prompts as texts only, and no {@code suffix}. */
    static void tgi(RequestProperties request) throws RequestFault {
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

    private static void require(boolean holds, String name, String rule, @Nullable Number value) throws RequestFault {
        if (!holds) {
            throw RequestFault.badRequest(name + " must be " + rule + ", got " + value + ".", name, null);
        }
    }
}
