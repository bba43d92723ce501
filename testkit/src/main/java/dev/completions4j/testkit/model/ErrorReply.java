// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import dev.completions4j.testkit.internal.json.JsonNode;

/** An error response. */
record ErrorReply(int status, String contentType, String body) {

    static ErrorReply json(int status, JsonNode body) {
        return new ErrorReply(status, "application/json", body.toString());
    }
}
