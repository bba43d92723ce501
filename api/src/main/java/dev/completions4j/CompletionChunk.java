// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fragment of a streamed completion.
 *
 * @param id the server's id; empty if not sent
 * @param objectType the property {@code object}, usually {@code text_completion}; empty if not sent
 * @param created the time of creation, in seconds since 1970-01-01T00:00Z; 0 if not sent
 * @param model the name of the model; empty if not sent
 * @param choices the next fragment of each choice that this chunk continues; empty in a chunk that reports only usage
 * @param systemFingerprint a fingerprint of the server's configuration; null if not sent
 * @param usage the token usage; null if not in this chunk; servers that report usage send it in the last chunk
 * @param additionalProperties properties not modeled here, keyed by JSON name
 * @param response HTTP metadata of the response; the same in all chunks of a stream
 * @since 0.1.0
 */
public record CompletionChunk(
        String id,
        String objectType,
        long created,
        String model,
        List<Choice> choices,
        @Nullable String systemFingerprint,
        @Nullable Usage usage,
        Map<String, JsonValue> additionalProperties,
        ResponseInfo response) {

    public CompletionChunk {
        choices = List.copyOf(choices);
        additionalProperties = Copies.of(additionalProperties);
    }

    /** Returns the text of the first choice in this chunk; empty if there is none. */
    public String text() {
        return choices.isEmpty() ? "" : choices.get(0).text();
    }

    /** Returns the chunk without any text, and with the names of additional properties only. */
    @Override
    public String toString() {
        return "CompletionChunk[id=" + id + ", model=" + model + ", choices=" + choices + ", usage=" + usage
                + ", additionalProperties=" + additionalProperties.keySet() + ", response=" + response + "]";
    }
}
