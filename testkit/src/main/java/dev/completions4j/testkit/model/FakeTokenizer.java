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
 * Splits texts into tokens, and numbers the tokens.
 *
 * <p>A token is a run of letters and digits with at most one space before it, or else one character. A token of one
 * character has its code point as id; the others get theirs in the order in which they are first seen. Safe for use by
 * any number of threads.
 */
final class FakeTokenizer {

    private static final Pattern TOKEN = Pattern.compile(" ?[\\p{L}\\p{N}]+|.", Pattern.DOTALL);
    private static final int FIRST_WORD_ID = Character.MAX_CODE_POINT + 1;

    private final Map<String, Integer> idsOfWords = new HashMap<>();
    private final List<String> words = new ArrayList<>();

    /** The tokens of a text, which joined give it back; found one by one as the stream is read. */
    static Stream<String> split(String text) {
        return TOKEN.matcher(text).results().map(MatchResult::group);
    }

    /** The ids of the tokens of a text. */
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

    /** The token with that id; null if there is none. */
    synchronized @Nullable String token(int id) {
        if (id >= FIRST_WORD_ID) {
            int word = id - FIRST_WORD_ID;
            return word < words.size() ? words.get(word) : null;
        }
        boolean isCharacter = id >= 0 && (id < Character.MIN_SURROGATE || id > Character.MAX_SURROGATE);
        return isCharacter ? Character.toString(id) : null;
    }
}
