// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonObject;
import java.util.Map;

/** Recognizes answers of chat completions, which look like completions without a text. */
final class ChatFormat {

    private ChatFormat() {}

    /**
     * Refuses a choice that has its text where chat completions have it, and no other.
     *
     * @param hasText whether it has the text of a completion, be it empty
     * @throws MalformedJsonException if it is one of a chat
     */
    static void refuse(boolean hasText, Map<String, JsonValue> choice) {
        if (!hasText && (choice.get("delta") instanceof JsonObject || choice.get("message") instanceof JsonObject)) {
            throw new MalformedJsonException("The server answered in the format of chat completions. The base URL must"
                    + " lead to an endpoint of text completions, in general …/v1/completions");
        }
    }
}
