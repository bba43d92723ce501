// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A completion as a whole.
 *
 * @param id the server's; empty if it sent none
 * @param objectType the property {@code object}, in general {@code text_completion}; empty if the server sent none
 * @param created in seconds since 1970-01-01T00:00Z; 0 if the server sent none
 * @param model that completed; empty if the server sent none
 * @param choices by {@link Choice#index()}, ascending
 * @param systemFingerprint of the server's configuration; null if it sent none
 * @param usage null if the server sent none
 * @param additionalProperties what else the server sent, by name
 * @param response what HTTP told of it
 */
public record Completion(
        String id,
        String objectType,
        long created,
        String model,
        List<Choice> choices,
        @Nullable String systemFingerprint,
        @Nullable Usage usage,
        Map<String, JsonValue> additionalProperties,
        ResponseInfo response) {

    public Completion {
        choices = List.copyOf(choices);
        additionalProperties = Copies.of(additionalProperties);
    }

    /** The text of the first choice; empty if there is no choice. */
    public String text() {
        return choices.isEmpty() ? "" : choices.get(0).text();
    }

    /**
     * {@link #created()} as an instant.
     *
     * @throws java.time.DateTimeException if it is beyond what an instant can be
     */
    public Instant createdAt() {
        return Instant.ofEpochSecond(created);
    }

    /** Without any text, and the additional properties by their names only. */
    @Override
    public String toString() {
        return "Completion[id=" + id + ", model=" + model + ", choices=" + choices + ", usage=" + usage
                + ", additionalProperties=" + additionalProperties.keySet() + ", response=" + response + "]";
    }
}
