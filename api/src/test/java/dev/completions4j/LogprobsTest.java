// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests text offsets, which count code points, as string indexes, which count UTF-16 code units. */
class LogprobsTest {

    private static Logprobs at(@Nullable Integer... offsets) {
        List<TokenLogprob> tokens = Stream.of(offsets)
                .map(offset -> new TokenLogprob("t", -0.5, offset, List.of(), Map.of()))
                .toList();
        return new Logprobs(tokens, Map.of());
    }

    @Test
    void countsASurrogatePairAsOneCodePoint() {
        String text = "a😀b";
        int[] indexes = at(0, 1, 2).indexesIn(text);

        assertThat(indexes).containsExactly(0, 1, 3);
        assertThat(text.substring(indexes[1], indexes[2])).isEqualTo("😀");
    }

    @Test
    void startsAtTheFirstTokenBecauseSomeServersIncludeThePrompt() {
        assertThat(at(18, 19, 20).indexesIn("😀ab")).containsExactly(0, 2, 3);
    }

    @Test
    void allowsATokenWithoutTextAtTheEnd() {
        assertThat(at(0, 2).indexesIn("ab")).containsExactly(0, 2);
    }

    @Test
    void hasNoIndexWithoutOffsetOrText() {
        assertThat(at(null, 4, null, 5, 3, 7, Integer.MAX_VALUE).indexesIn("ab"))
                .containsExactly(-1, 0, -1, 1, -1, -1, -1);
        assertThat(at().indexesIn("ab")).isEmpty();
    }
}
