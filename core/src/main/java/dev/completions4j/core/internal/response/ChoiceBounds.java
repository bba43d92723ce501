// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import dev.completions4j.CompletionRequest;
import dev.completions4j.core.internal.request.RequestedChoices;
import org.jspecify.annotations.Nullable;

/**
 * The valid choices in a response to a request.
 *
 * @param perPrompt number of choices per prompt, at least one
 * @param prompts number of prompts, at least one
 * @param max maximum number of choices, and exclusive maximum of their indexes
 * @param isSingle whether exactly one choice was requested
 */
record ChoiceBounds(int perPrompt, int prompts, int max, boolean isSingle) {

    /** Always allowed, for servers that return more choices, such as all candidates of {@code best_of}. */
    private static final int ALLOWANCE = 128;

    /** The bounds of most requests: one choice. */
    private static final ChoiceBounds USUAL = new ChoiceBounds(1, 1, ALLOWANCE, true);

    static ChoiceBounds of(CompletionRequest request) {
        RequestedChoices requested = RequestedChoices.of(request);
        int max = (int) Math.min(Integer.MAX_VALUE, Math.max(ALLOWANCE, requested.total()));
        return requested.total() == 1
                ? USUAL
                : new ChoiceBounds(requested.perPrompt(), requested.prompts(), max, false);
    }

    /**
     * Checks the number of choices in a response or chunk.
     *
     * @throws MalformedJsonException if it exceeds the maximum
     */
    void checkCount(int count) {
        if (count > max) {
            throw new MalformedJsonException("It has more than " + max + " choices, and more than were requested");
        }
    }

    /**
     * Checks the index of a choice.
     *
     * @throws MalformedJsonException if it is missing or out of range
     */
    int checked(@Nullable Long index) {
        if (index == null) {
            throw new MalformedJsonException("A choice has no index");
        }
        if (!includes(index)) {
            throw new MalformedJsonException(
                    "A choice's index is " + index + "; it must be from 0 to " + (max - 1) + " for this request");
        }
        return index.intValue();
    }

    boolean includes(long index) {
        return index >= 0 && index < max;
    }

    /** Returns the index of the prompt that a choice continues. */
    int promptIndex(int choiceIndex) {
        return perPrompt == 1 ? choiceIndex : choiceIndex / perPrompt;
    }
}
