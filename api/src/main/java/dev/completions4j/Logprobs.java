// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The log probabilities of a choice's tokens, the same whether the server sent the completions shape (parallel lists)
 * or the chat shape (a list of objects).
 *
 * @param tokens one entry a token, in order
 * @param additionalProperties what else the server sent, by name
 */
public record Logprobs(List<TokenLogprob> tokens, Map<String, JsonValue> additionalProperties) {

    public Logprobs {
        tokens = List.copyOf(tokens);
        additionalProperties = Copies.of(additionalProperties);
    }

    /**
     * Where each token begins in the text, as an index for {@link String#substring(int)}.
     *
     * <p>{@link TokenLogprob#textOffset()} can't serve as one: it counts code points, of which some take two places in
     * a Java string, and some servers count from the beginning of the prompt. The first offset that is told is taken
     * for the beginning of the text.
     *
     * @param text of the choice, or of the part of a choice, that has these logprobs
     * @return an index for each token; -1 where the server tells no offset, or one outside the text
     */
    public int[] indexesIn(String text) {
        int[] starts = codePointStarts(text);
        Integer first = null;
        int[] indexes = new int[tokens.size()];
        Arrays.fill(indexes, -1);
        for (int i = 0; i < indexes.length; i++) {
            Integer offset = tokens.get(i).textOffset();
            if (offset == null) {
                continue;
            }
            if (first == null) {
                first = offset;
            }
            int codePoint = offset - first;
            if (codePoint >= 0 && codePoint < starts.length) {
                indexes[i] = starts[codePoint];
            }
        }
        return indexes;
    }

    /** The index of each code point, and that of the text's end. */
    private static int[] codePointStarts(String text) {
        int[] starts = new int[text.codePointCount(0, text.length()) + 1];
        int index = 0;
        for (int i = 1; i < starts.length; i++) {
            index = text.offsetByCodePoints(index, 1);
            starts[i] = index;
        }
        return starts;
    }

    /** Without any token's text. */
    @Override
    public String toString() {
        return "Logprobs[" + tokens.size() + " tokens]";
    }
}
