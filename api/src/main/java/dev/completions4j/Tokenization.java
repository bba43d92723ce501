// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a text.
 *
 * <p>{@code toString} contains sizes, never texts.
 *
 * @param tokens the ids of the tokens, which can be sent as {@link Prompt.Tokens}
 * @param tokenTexts the text of each token, as the server reports it; null if not sent. vLLM sends entries of the
 *     vocabulary, such as {@code Ġsea} for a space and {@code sea}. A token that is not a whole number of characters has
 *     U+FFFD in its text.
 * @param maxModelLength the maximum number of tokens of prompt and completion together; null if not sent
 * @param response HTTP metadata of the response
 * @since 0.1.0
 */
public record Tokenization(
        TokenIds tokens,
        @Nullable List<String> tokenTexts,
        @Nullable Integer maxModelLength,
        ResponseInfo response) {

    public Tokenization {
        tokenTexts = tokenTexts == null ? null : List.copyOf(tokenTexts);
    }

    @Override
    public String toString() {
        return "Tokenization[tokens=" + tokens + ", tokenTexts="
                + (tokenTexts == null ? null : tokenTexts.size() + " texts") + ", maxModelLength=" + maxModelLength
                + ", response=" + response + "]";
    }
}
