// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.JsonNode;

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
}
