// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token with its log probability and those of the most likely tokens at its position.
 *
 * @param token the token's text
 * @param logprob the natural logarithm of the probability; {@link Double#NEGATIVE_INFINITY} for a token that could not
 *     be chosen, and {@link Double#NaN} or {@link Double#POSITIVE_INFINITY} if the server's computation failed; null
 *     for the first token of an echoed prompt, which has no predecessor
 * @param textOffset the offset in the text, in code points; null if not sent; see {@link Logprobs#indexesIn}
 * @param top the most likely tokens, as many as requested; texts may repeat, because different tokens can have the same
 *     text
 * @param additionalProperties properties not modeled here, keyed by JSON name
 * @since 0.1.0
 */
public record TokenLogprob(
        String token,
        @Nullable Double logprob,
        @Nullable Integer textOffset,
        List<TopLogprob> top,
        Map<String, JsonValue> additionalProperties) {

    public TokenLogprob {
        top = List.copyOf(top);
        additionalProperties = Copies.of(additionalProperties);
    }

    /** Returns the log probabilities without any token's text. */
    @Override
    public String toString() {
        return "TokenLogprob[logprob=" + logprob + ", textOffset=" + textOffset + ", top=" + top.size() + " tokens]";
    }

    /**
     * One of the most likely tokens at a position.
     *
     * @param token the token's text
     * @param logprob the natural logarithm of the probability; {@link Double#NEGATIVE_INFINITY} for a token that could
     *     not be chosen, and {@link Double#NaN} or {@link Double#POSITIVE_INFINITY} if the server's computation failed;
     *     null if the server sent null
     * @param additionalProperties properties not modeled here, keyed by JSON name
     */
    public record TopLogprob(String token, @Nullable Double logprob, Map<String, JsonValue> additionalProperties) {

        public TopLogprob {
            additionalProperties = Copies.of(additionalProperties);
        }

        /**
         * Creates a token without additional properties.
         *
         * @param token the token's text
         * @param logprob the natural logarithm of the probability; null if the server sent null
         */
        public TopLogprob(String token, @Nullable Double logprob) {
            this(token, logprob, Map.of());
        }

        /** Returns the log probability without the token's text. */
        @Override
        public String toString() {
            return "TopLogprob[logprob=" + logprob + "]";
        }
    }
}
