// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Arrays;
import java.util.List;

/**
 * The text or tokens that a model is to continue, in one of the endpoint's four forms.
 *
 * <p>Immutable. {@code toString} contains sizes, never text.
 *
 * @since 0.1.0
 */
public sealed interface Prompt {

    /**
     * Returns a single text prompt.
     *
     * @param text the text, possibly empty
     */
    static Prompt of(String text) {
        return new Text(text);
    }

    /**
     * Returns several text prompts, each of which is completed separately.
     *
     * @param texts the texts
     */
    static Prompt ofTexts(List<String> texts) {
        return new Texts(texts);
    }

    /**
     * Returns several text prompts, each of which is completed separately.
     *
     * @param texts the texts
     */
    static Prompt ofTexts(String... texts) {
        return new Texts(List.of(texts));
    }

    /**
     * Returns a single prompt of token ids.
     *
     * @param ids the token ids, copied
     */
    static Prompt ofTokens(int... ids) {
        return new Tokens(TokenIds.of(ids));
    }

    /**
     * Returns several prompts of token ids, each of which is completed separately.
     *
     * @param lists the token ids of each prompt, copied
     */
    static Prompt ofTokenLists(int[]... lists) {
        return new TokenLists(Arrays.stream(lists).map(TokenIds::of).toList());
    }

    /**
     * A single text prompt.
     *
     * @param text the text, possibly empty
     */
    record Text(String text) implements Prompt {
        @Override
        public String toString() {
            return "Text[" + text.length() + " chars]";
        }
    }

    /**
     * Several text prompts.
     *
     * @param texts the texts; servers reject an empty list
     */
    record Texts(List<String> texts) implements Prompt {
        public Texts {
            texts = List.copyOf(texts);
        }

        @Override
        public String toString() {
            return "Texts[" + texts.size() + " prompts]";
        }
    }

    /**
     * A single prompt of token ids.
     *
     * @param ids the token ids; servers reject an empty sequence
     */
    record Tokens(TokenIds ids) implements Prompt {
        @Override
        public String toString() {
            return "Tokens[" + ids.size() + " tokens]";
        }
    }

    /**
     * Several prompts of token ids.
     *
     * @param lists the token ids of each prompt; servers reject an empty list or sequence
     */
    record TokenLists(List<TokenIds> lists) implements Prompt {
        public TokenLists {
            lists = List.copyOf(lists);
        }

        @Override
        public String toString() {
            return "TokenLists[" + lists.size() + " prompts]";
        }
    }
}
