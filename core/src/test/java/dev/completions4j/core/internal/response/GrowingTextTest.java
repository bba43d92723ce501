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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\u0000\u007F\u0080\u07FF\u0800\uD7FF\uE000\uFFFF",
                "\uD800\uDC00 \uDBFF\uDFFF",
                "\uD83D",
                "\uDE00",
                "a\uDE00\uD83D",
                "a\uD83D\uD83D\uDE00",
                "\uD83Da"
            })
    void keepsAllCharacters(String piece) {
        text.add("before ");
        text.add(piece);
        text.add(" after ");
        text.add(piece);

        assertThat(text.whole()).isEqualTo("before " + piece + " after " + piece);
    }

    @Test
    void joinsSurrogatesThatWereSplit() {
        text.add("x\uD83D");
        text.add("\uDE00y");

        assertThat(text.whole()).isEqualTo("x\uD83D\uDE00y");
    }

    @Test
    void joinsAnyCharacters() {
        Random random = new Random(5);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder piece = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                piece.append((char) (random.nextInt(0x10000) >> random.nextInt(11)));
            }
            text.add(piece.toString());
            expected.append(piece);
        }

        assertThat(text.whole()).isEqualTo(expected.toString());
    }
}
