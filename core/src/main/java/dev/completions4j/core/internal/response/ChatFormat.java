// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonObject;
import java.util.Map;

/** Detects responses of the chat completions API, which look like completions without text. */
final class ChatFormat {

    private ChatFormat() {}

    /**
     * Rejects a choice in the format of chat completions.
     *
     * @param hasText whether the choice has the text of a completion, possibly empty
     * @throws MalformedJsonException if it is in the format of chat completions
     */
    static void refuse(boolean hasText, Map<String, JsonValue> choice) {
        if (!hasText && (choice.get("delta") instanceof JsonObject || choice.get("message") instanceof JsonObject)) {
            throw new MalformedJsonException("The server answered in the format of chat completions. The base URL must"
                    + " point to a text completions endpoint, usually …/v1/completions");
        }
    }
}
