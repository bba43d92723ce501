// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import dev.completions4j.Preview;
import org.jspecify.annotations.Nullable;

/**
 * A token at a position of the prompt, or an alternative to it, with its log probability.
 *
 * @param logprob the natural logarithm of the probability; {@link Double#NEGATIVE_INFINITY} for a token that could not
 *     occur; null if not sent
 * @param rank the rank, 1 for the most likely token; null if not sent
 * @param decodedToken the token's text; null if not sent
 * @since 0.1.0
 */
@Preview
public record PromptLogprob(
        @Nullable Double logprob,
        @Nullable Integer rank,
        @Nullable String decodedToken) {

    /** Returns the components without the token's text. */
    @Override
    public String toString() {
        return "PromptLogprob[logprob=" + logprob + ", rank=" + rank + "]";
    }
}
