// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Arrays;
import java.util.List;

/**
 * What the model is to continue: one of the four forms that the endpoint takes.
 *
 * <p>Immutable. {@code toString} tells sizes, never texts.
 */
public sealed interface Prompt {

    /** One prompt as text. */
    static Prompt of(String text) {
        return new Text(text);
    }

    /** Several prompts as texts; the server completes each. */
    static Prompt ofTexts(List<String> texts) {
        return new Texts(texts);
    }

    /** Several prompts as texts; the server completes each. */
    static Prompt ofTexts(String... texts) {
        return new Texts(List.of(texts));
    }

    /** One prompt as the ids of its tokens. */
    static Prompt ofTokens(int... ids) {
        return new Tokens(TokenIds.of(ids));
    }

    /** Several prompts as the ids of their tokens; the server completes each. */
    static Prompt ofTokenLists(int[]... lists) {
        return new TokenLists(Arrays.stream(lists).map(TokenIds::of).toList());
    }

    /**
     * One prompt as text.
     *
     * @param text may be empty
     */
    record Text(String text) implements Prompt {
        @Override
        public String toString() {
            return "Text[" + text.length() + " chars]";
        }
    }

    /**
     * Several prompts as texts.
     *
     * @param texts at least one, or the server refuses
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
     * One prompt as tokens.
     *
     * @param ids at least one, or the server refuses
     */
    record Tokens(TokenIds ids) implements Prompt {
        @Override
        public String toString() {
            return "Tokens[" + ids.size() + " tokens]";
        }
    }

    /**
     * Several prompts as tokens.
     *
     * @param lists at least one with at least one token each, or the server refuses
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
