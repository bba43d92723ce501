// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One token with its log probability and those of the likeliest tokens in its place.
 *
 * @param token its text
 * @param logprob natural logarithm; {@link Double#NEGATIVE_INFINITY} for a token that could not be chosen, and
 *     {@link Double#NaN} or {@link Double#POSITIVE_INFINITY} from a server whose computation went wrong; null for the
 *     first token of an echoed prompt, which nothing precedes
 * @param textOffset where it begins in the text, in code points; null if the server does not tell; see
 *     {@link Logprobs#indexesIn}
 * @param top the likeliest, as many as were asked for; texts may repeat, since different tokens can print alike
 * @param additionalProperties what else the server sent, by name
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

    /** Without any token's text. */
    @Override
    public String toString() {
        return "TokenLogprob[logprob=" + logprob + ", textOffset=" + textOffset + ", top=" + top.size() + " tokens]";
    }

    /**
     * One of the likeliest tokens in a place.
     *
     * @param token its text
     * @param logprob natural logarithm; {@link Double#NEGATIVE_INFINITY} for a token that could not be chosen, and
     *     {@link Double#NaN} or {@link Double#POSITIVE_INFINITY} from a server whose computation went wrong; null if the
     *     server sent null
     * @param additionalProperties what else the server sent, by name
     */
    public record TopLogprob(String token, @Nullable Double logprob, Map<String, JsonValue> additionalProperties) {

        public TopLogprob {
            additionalProperties = Copies.of(additionalProperties);
        }

        /** A token of which the server sent no more. */
        public TopLogprob(String token, @Nullable Double logprob) {
            this(token, logprob, Map.of());
        }

        /** Without the token's text. */
        @Override
        public String toString() {
            return "TopLogprob[logprob=" + logprob + "]";
        }
    }
}
