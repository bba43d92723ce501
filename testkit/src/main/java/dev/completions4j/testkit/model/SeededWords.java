// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A source of 8 to 40 words, each a token, which depend only on prompt, seed and choice. */
final class SeededWords implements FakeModel.TextSource {

    @Override
    public String text(String prompt, @Nullable Long seed, int choice) {
        long start = prompt.hashCode();
        start = start * 31 + (seed == null ? 0 : seed);
        start = start * 31 + choice;
        // The sequence of Random is specified, so it is the same on every Java runtime.
        Random random = new Random(start);
        return random.ints(8 + random.nextInt(33), 0, Vocabulary.WORDS.size())
                .mapToObj(Vocabulary.WORDS::get)
                .collect(Collectors.joining());
    }
}
