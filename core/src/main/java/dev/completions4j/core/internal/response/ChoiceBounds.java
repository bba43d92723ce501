// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.CompletionRequest;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonArray;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * Which choices may answer a request.
 *
 * @param perPrompt how many each prompt has, at least one
 * @param max how many there may be, and so the index that none may have
 */
record ChoiceBounds(int perPrompt, int max) {

    /** For servers that count in ways of their own, such as one that returns all candidates of {@code best_of}. */
    private static final int ALLOWANCE = 128;

    static ChoiceBounds of(CompletionRequest request) {
        // A server that lets less than one pass does not mean it.
        int perPrompt =
                Math.max(1, number(request.n(), request.additionalProperties().get("n")));
        int candidates = number(request.bestOf(), request.additionalProperties().get("best_of"));
        long asked = Math.max(perPrompt, candidates) * prompts(request);
        return new ChoiceBounds(perPrompt, (int) Math.min(Integer.MAX_VALUE, Math.max(ALLOWANCE, asked)));
    }

    private static int number(@Nullable Integer set, @Nullable JsonValue additional) {
        if (set != null) {
            return set;
        }
        return additional instanceof JsonNumber number ? number.value().intValue() : 1;
    }

    private static long prompts(CompletionRequest request) {
        return sizeOf(request.prompt())
                + (request.additionalProperties().get("prompt_embeds") instanceof JsonArray embeds
                        ? embeds.elements().size()
                        : 0L);
    }

    private static int sizeOf(@Nullable Prompt prompt) {
        if (prompt instanceof Prompt.Texts several) {
            return several.texts().size();
        }
        return prompt instanceof Prompt.TokenLists several ? several.lists().size() : 1;
    }

    /**
     * Checks how many choices one answer or chunk has.
     *
     * @throws MalformedJsonException if there are more than may be
     */
    void checkCount(int count) {
        if (count > max) {
            throw new MalformedJsonException("It has more choices than were asked for, and more than " + max);
        }
    }

    /**
     * Checks the index of a choice.
     *
     * @throws MalformedJsonException if there is none, or one that no choice may have
     */
    int checked(@Nullable Long index) {
        if (index == null) {
            throw new MalformedJsonException("A choice has no index");
        }
        if (index < 0 || index >= max) {
            throw new MalformedJsonException("A choice's index is " + index + ", but must be from 0 to " + (max - 1)
                    + " for what was asked for");
        }
        return index.intValue();
    }

    /** The place of the prompt that a choice continues. */
    int promptIndex(int choiceIndex) {
        return choiceIndex / perPrompt;
    }
}
