// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.ApiException.ApiError;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonString;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the text of tokens: {@code prompt} (vLLM), {@code content} (llama.cpp) or {@code text} (SGLang). Not safe for
 * use by several threads at once.
 */
public final class DetokenizationDecoder {

    private static final List<String> NAMES = List.of("prompt", "content", "text");

    private String text = "";

    /**
     * Reads an object.
     *
     * @param json the object, in the first {@code length} bytes
     * @return the error that was sent instead of a text; null if it is a text
     * @throws MalformedJsonException if it is neither
     */
    public @Nullable ApiError read(byte[] json, int length) {
        Map<String, JsonValue> members = WholeJson.object(json, length);
        String found = null;
        for (String name : NAMES) {
            if (members.get(name) instanceof JsonString string) {
                found = string.value();
            }
        }
        ApiError error = ApiErrors.inBody("", found != null, members, json, length);
        if (error == null) {
            if (found == null) {
                throw new MalformedJsonException("It should have a string as " + String.join(", ", NAMES));
            }
            text = found;
        }
        return error;
    }

    /** Returns the text. */
    public String text() {
        return text;
    }
}
