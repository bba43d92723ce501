// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.JsonNode;

/** Rejects requests that are invalid for one server only. */
@FunctionalInterface
interface RequestCheck {

    RequestCheck NONE = request -> {};

    /** Requires a single text prompt. */
    RequestCheck ONE_TEXT = request -> request.text("prompt");

    void check(RequestProperties request) throws RequestFault;

    /** Rejects explicit nulls. */
    static RequestCheck neverNull(String... names) {
        return request -> {
            for (String name : names) {
                request.refuseNull(name);
            }
        };
    }

    /** Requires stop sequences as a list and prompts as strings, and rejects {@code suffix}. */
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
            throw RequestFault.badRequest("Suffix is not supported; include it in the prompt.", "suffix", null);
        }
    }
}
