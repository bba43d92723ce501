// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Utf16Test {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, TextBlocks.LENGTH - 2, TextBlocks.LENGTH - 1, TextBlocks.LENGTH, 3 * TextBlocks.LENGTH})
    void findsLoneHalvesAnywhere(int before) {
        for (String plain : new String[] {"a", "\u00FC", "\u6D77"}) {
            for (String after : new String[] {"", "b", "b".repeat(TextBlocks.LENGTH)}) {
                String start = plain.repeat(before);
                assertThat(Utf16.isWellFormed(start + after)).isTrue();
                assertThat(Utf16.isWellFormed(start + "\uD83D\uDE00" + after)).isTrue();
                assertThat(Utf16.isWellFormed(start + "\uD83D" + after)).isFalse();
                assertThat(Utf16.isWellFormed(start + "\uDE00" + after)).isFalse();
                assertThat(Utf16.isWellFormed(start + "\uDE00\uD83D" + after)).isFalse();
                assertThat(Utf16.isWellFormed(start + "\uD83D\uD83D\uDE00" + after))
                        .isFalse();
            }
        }
    }
}
