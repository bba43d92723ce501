// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says between 8 and 40 words, each a token, that depend on prompt, seed and choice, and on nothing else. */
final class SeededWords implements FakeModel.TextSource {

    @Override
    public String text(String prompt, @Nullable Long seed, int choice) {
        long start = prompt.hashCode();
        start = start * 31 + (seed == null ? 0 : seed);
        start = start * 31 + choice;
        // Its sequence is specified, and so the same on every Java runtime.
        Random random = new Random(start);
        return random.ints(8 + random.nextInt(33), 0, Vocabulary.WORDS.size())
                .mapToObj(Vocabulary.WORDS::get)
                .collect(Collectors.joining());
    }
}
