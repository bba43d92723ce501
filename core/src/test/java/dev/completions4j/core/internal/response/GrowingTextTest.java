// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GrowingTextTest {

    private final GrowingText text = new GrowingText();

    @Test
    void isEmptyAtFirst() {
        assertThat(text.whole()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 600, 3000, 10_000})
    void joinsPiecesOfAllLengthsInOrder(int longestPiece) {
        Random random = new Random(longestPiece);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            String piece = Integer.toString(i).repeat(random.nextInt(longestPiece)) + "\u20AC";
            text.add(piece);
            expected.append(piece);
            if (i % 50 == 0) {
                assertThat(text.whole()).isEqualTo(expected.toString());
            }
        }

        assertThat(text.whole()).isEqualTo(expected.toString());
    }
}
