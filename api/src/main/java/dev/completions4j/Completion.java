// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A completed response of the completions endpoint.
 *
 * @param id the server's id; empty if not sent
 * @param objectType the property {@code object}, usually {@code text_completion}; empty if not sent
 * @param created the time of creation, in seconds since 1970-01-01T00:00Z; 0 if not sent
 * @param model the name of the model; empty if not sent
 * @param choices the choices, in ascending order of {@link Choice#index()}
 * @param systemFingerprint a fingerprint of the server's configuration; null if not sent
 * @param usage the token usage; null if not sent
 * @param additionalProperties properties not modeled here, keyed by JSON name
 * @param response HTTP metadata of the response
 * @since 0.1.0
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

    /** Returns the text of the first choice; empty if there is no choice. */
    public String text() {
        return choices.isEmpty() ? "" : choices.get(0).text();
    }

    /**
     * Returns the time of creation as an instant.
     *
     * @throws java.time.DateTimeException if {@link #created()} exceeds the range of an instant
     */
    public Instant createdAt() {
        return Instant.ofEpochSecond(created);
    }

    /** Returns the completion without any text, and with the names of additional properties only. */
    @Override
    public String toString() {
        return "Completion[id=" + id + ", model=" + model + ", choices=" + choices + ", usage=" + usage
                + ", additionalProperties=" + additionalProperties.keySet() + ", response=" + response + "]";
    }
}
