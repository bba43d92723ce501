// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The log probabilities of a choice's tokens, in one form for servers that send parallel lists (as the completions
 * endpoint does) and servers that send a list of objects (as chat endpoints do).
 *
 * @param tokens the tokens, in order
 * @param additionalProperties properties not modeled here, keyed by JSON name
 * @since 0.1.0
 */
public record Logprobs(List<TokenLogprob> tokens, Map<String, JsonValue> additionalProperties) {

    public Logprobs {
        tokens = List.copyOf(tokens);
        additionalProperties = Copies.of(additionalProperties);
    }

    /**
     * Returns the position of each token in a text, as indexes for {@link String#substring(int)}.
     *
     * <p>{@link TokenLogprob#textOffset()} is not such an index: it counts code points, some of which occupy two chars
     * of a Java string, and some servers count from the beginning of the prompt. This method takes the first reported
     * offset as the beginning of the text.
     *
     * @param text the text of the choice, or of the fragment, to which these log probabilities belong
     * @return an index for each token; -1 if the server reports no offset or an offset outside the text
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

    /** Returns the index of each code point and that of the end of the text. */
    private static int[] codePointStarts(String text) {
        int[] starts = new int[text.codePointCount(0, text.length()) + 1];
        int index = 0;
        for (int i = 1; i < starts.length; i++) {
            index = text.offsetByCodePoints(index, 1);
            starts[i] = index;
        }
        return starts;
    }

    /** Returns the number of tokens, without their text. */
    @Override
    public String toString() {
        return "Logprobs[" + tokens.size() + " tokens]";
    }
}
