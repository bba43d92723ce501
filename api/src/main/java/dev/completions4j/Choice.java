// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of a request's completions: entire in a {@link Completion}, a fragment in a {@link CompletionChunk}.
 *
 * @param index the choice's index, zero-based; {@code promptIndex * n + choice} for several prompts; 0 if the server sends
 *     none and one choice was requested
 * @param promptIndex the zero-based index of the prompt that this choice continues
 * @param text the text, possibly empty; bytes that are not valid UTF-8 are replaced by U+FFFD. A character whose bytes
 *     the server split between two chunks is in the second chunk. A fragment may end within a surrogate pair if the
 *     server escapes the surrogates and splits between them
 * @param finishReason the reason why generation ended; null while it continues, and if the server sends none
 * @param logprobs the log probabilities of the tokens; null if not requested or not supported
 * @param additionalProperties properties not modeled here, keyed by JSON name
 * @since 0.1.0
 */
public record Choice(
        int index,
        int promptIndex,
        String text,
        @Nullable FinishReason finishReason,
        @Nullable Logprobs logprobs,
        Map<String, JsonValue> additionalProperties) {

    public Choice {
        additionalProperties = Copies.of(additionalProperties);
    }

    /**
     * Creates a choice for the first prompt, without log probabilities and additional properties.
     *
     * @param index the choice's zero-based index
     * @param text the text, possibly empty
     * @param finishReason the reason why generation ended; null if it continues
     */
    public Choice(int index, String text, @Nullable FinishReason finishReason) {
        this(index, 0, text, finishReason, null, Map.of());
    }

    /** Returns the choice with the length of its text instead of the text. */
    @Override
    public String toString() {
        return "Choice[index=" + index + ", promptIndex=" + promptIndex + ", text=" + text.length()
                + " chars, finishReason=" + finishReason + "]";
    }
}
