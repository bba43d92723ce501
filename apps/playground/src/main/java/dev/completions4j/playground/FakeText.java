// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import dev.completions4j.testkit.model.FakeModel;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Continues any text by walking from word to word, so that a branch continues from its own last word. Depends on prompt,
 * seed and choice only.
 */
final class FakeText implements FakeModel.TextSource {

    /** More than anybody waits for. */
    private static final int WORDS = 20_000;

    private static final List<String> ARTICLES = List.of(" the", " a", " the", " the");
    private static final List<String> NOUNS = List.of(" bird", " river", " stone", " tree", " wind", " light");
    private static final List<String> AFTER_ARTICLE = List.of(" small", " quiet", " bird", " river", " stone", " tree");
    private static final List<String> AFTER_NOUN = List.of(" walks", " and", " near", ".", ",", " walks", " of", ".");
    private static final List<String> AFTER_COMMA = List.of(" and", " far", " near", " under");

    /** What can follow each word; the articles can follow any other. */
    private static final Map<String, List<String>> NEXT = Map.ofEntries(
            Map.entry(" the", AFTER_ARTICLE),
            Map.entry(" a", AFTER_ARTICLE),
            Map.entry(" small", NOUNS),
            Map.entry(" quiet", NOUNS),
            Map.entry(" bird", AFTER_NOUN),
            Map.entry(" river", AFTER_NOUN),
            Map.entry(" stone", AFTER_NOUN),
            Map.entry(" tree", AFTER_NOUN),
            Map.entry(" wind", AFTER_NOUN),
            Map.entry(" light", AFTER_NOUN),
            Map.entry(" walks", List.of(" under", " near", " far", " and")),
            Map.entry(",", AFTER_COMMA),
            Map.entry(" far", List.of(".", ",", " and")));

    @Override
    public String text(String prompt, @Nullable Long seed, int choice) {
        Random random = new Random((prompt.hashCode() * 31L + (seed == null ? 0 : seed)) * 31L + choice);
        StringBuilder text = new StringBuilder();
        String word = lastWord(prompt);
        for (int i = 0; i < WORDS; i++) {
            List<String> next = NEXT.getOrDefault(word, ARTICLES);
            word = next.get(random.nextInt(next.size()));
            text.append(word);
        }
        return text.toString();
    }

    /** The last word with the space before it, or the last character if that is a punctuation mark. */
    private static String lastWord(String prompt) {
        if (prompt.isEmpty() || !Character.isLetter(prompt.charAt(prompt.length() - 1))) {
            return prompt.isEmpty() ? "" : prompt.substring(prompt.length() - 1);
        }
        return prompt.substring(Math.max(0, prompt.lastIndexOf(' ')));
    }
}
