// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The next part of a streamed completion.
 *
 * @param id the server's; empty if it sent none
 * @param objectType the property {@code object}, in general {@code text_completion}; empty if the server sent none
 * @param created in seconds since 1970-01-01T00:00Z; 0 if the server sent none
 * @param model that completes; empty if the server sent none
 * @param choices the next part of each choice that this chunk continues; empty in a chunk that tells only the usage
 * @param systemFingerprint of the server's configuration; null if it sent none
 * @param usage null if this chunk has none; a server that tells it tells it in the last
 * @param additionalProperties what else the server sent, by name
 * @param response what HTTP told of the stream; the same in all its chunks
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

    /** The text of the first choice in this chunk; empty if there is none. */
    public String text() {
        return choices.isEmpty() ? "" : choices.get(0).text();
    }

    /** Without any text, and the additional properties by their names only. */
    @Override
    public String toString() {
        return "CompletionChunk[id=" + id + ", model=" + model + ", choices=" + choices + ", usage=" + usage
                + ", additionalProperties=" + additionalProperties.keySet() + ", response=" + response + "]";
    }
}
