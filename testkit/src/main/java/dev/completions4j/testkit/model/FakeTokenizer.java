// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Splits texts into tokens, and assigns ids to tokens.
 *
 * <p>A token is a run of letters and digits, with at most one preceding space, or any other single character. The id of
 * a token of one character is its code point; other tokens are numbered in the order in which they first occur. Safe
 * for use by multiple threads.
 */
final class FakeTokenizer {

    private static final Pattern TOKEN = Pattern.compile(" ?[\\p{L}\\p{N}]+|.", Pattern.DOTALL);
    private static final int FIRST_WORD_ID = Character.MAX_CODE_POINT + 1;

    private final Map<String, Integer> idsOfWords = new HashMap<>();
    private final List<String> words = new ArrayList<>();

    /**
     * Returns the tokens of a text, whose concatenation is the text; they are found lazily as the stream is consumed.
     */
    static Stream<String> split(String text) {
        return TOKEN.matcher(text).results().map(MatchResult::group);
    }

    /** Returns the token ids of a text. */
    int[] ids(String text) {
        return split(text).mapToInt(this::id).toArray();
    }

    synchronized int id(String token) {
        if (token.codePointCount(0, token.length()) == 1) {
            return token.codePointAt(0);
        }
        return idsOfWords.computeIfAbsent(token, word -> {
            words.add(word);
            return FIRST_WORD_ID + words.size() - 1;
        });
    }

    /** Returns the token with an id; null if there is none. */
    synchronized @Nullable String token(int id) {
        if (id >= FIRST_WORD_ID) {
            int word = id - FIRST_WORD_ID;
            return word < words.size() ? words.get(word) : null;
        }
        boolean isCharacter = id >= 0 && (id < Character.MIN_SURROGATE || id > Character.MAX_SURROGATE);
        return isCharacter ? Character.toString(id) : null;
    }
}
