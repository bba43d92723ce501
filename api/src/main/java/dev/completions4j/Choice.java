// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the completions of a request: whole in a {@link Completion}, the next part in a {@link CompletionChunk}.
 *
 * @param index tells choices apart; with several prompts, {@code n} times the prompt's place plus the choice's
 * @param promptIndex the place, from 0, of the prompt that it continues
 * @param text may be empty; U+FFFD stands for bytes that are not UTF-8; a character whose bytes the server has cut
 *     between two parts of a stream is in the second part, whole; a part may end inside a surrogate pair if the server
 *     escapes the halves and cuts between them
 * @param finishReason null while the choice goes on, and from a server that tells none
 * @param logprobs null unless asked for, and from a server that has none
 * @param additionalProperties what else the server sent, by name
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

    /** A choice for the first prompt, without logprobs and additional properties. */
    public Choice(int index, String text, @Nullable FinishReason finishReason) {
        this(index, 0, text, finishReason, null, Map.of());
    }

    /** The text by its length only. */
    @Override
    public String toString() {
        return "Choice[index=" + index + ", promptIndex=" + promptIndex + ", text=" + text.length()
                + " chars, finishReason=" + finishReason + "]";
    }
}
