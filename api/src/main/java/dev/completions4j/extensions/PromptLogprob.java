// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import org.jspecify.annotations.Nullable;

/**
 * One token that the prompt has in a place, or might have had.
 *
 * @param logprob natural logarithm; {@link Double#NEGATIVE_INFINITY} for a token that could not come there; null if the
 *     server does not tell
 * @param rank 1 for the likeliest; null if the server does not tell
 * @param decodedToken its text; null if the server does not tell
 */
public record PromptLogprob(
        @Nullable Double logprob,
        @Nullable Integer rank,
        @Nullable String decodedToken) {

    /** Without the token's text. */
    @Override
    public String toString() {
        return "PromptLogprob[logprob=" + logprob + ", rank=" + rank + "]";
    }
}
