// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests decoding by the rules of the WHATWG Encoding standard. */
class Utf8Test {

    @ParameterizedTest
    @CsvSource({
        "'\uE080', '\uFFFD'",
        "'a\uE0BFb', 'a\uFFFDb'",
        "'\uE0C0\uE0AF', '\uFFFD\uFFFD'",
        "'\uE0C1\uE0BF', '\uFFFD\uFFFD'",
        "'\uE0C3', '\uFFFD'",
        "'\uE0C3a', '\uFFFDa'",
        "'\uE0E0\uE080\uE0AF', '\uFFFD\uFFFD\uFFFD'",
        "'\uE0E4\uE0BF', '\uFFFD'",
        "'\uE0E4\uE0BFé', '\uFFFDé'",
        "'\uE0ED\uE0A0\uE0BD\uE0ED\uE0B8\uE080', '\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD'",
        "'\uE0F0\uE080\uE080\uE0AF', '\uFFFD\uFFFD\uFFFD\uFFFD'",
        "'\uE0F0\uE09F\uE098x', '\uFFFDx'",
        "'\uE0F4\uE090\uE080\uE080', '\uFFFD\uFFFD\uFFFD\uFFFD'",
        "'\uE0F5\uE080', '\uFFFD\uFFFD'",
        "'\uE0FF\uE0FE', '\uFFFD\uFFFD'",
        "'12345678\uE0FF', '12345678\uFFFD'",
    })
    void replacesEachMaximalIllFormedPart(String bytes, String text) {
        assertThat(repaired(RawBytes.of(bytes))).isEqualTo(text);
    }

    @Test
    void preservesEveryCharacter() {
        StringBuilder all = new StringBuilder();
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                all.appendCodePoint(character);
            }
        }
        byte[] bytes = all.toString().getBytes(UTF_8);

        assertThat(RepairedUtf8.of(bytes, bytes.length)).isNull();
    }

    /** The JDK's decoder differs only for encoded surrogates, which it replaces with one character. */
    @Test
    void agreesWithTheJdkElsewhere() {
        Random random = new Random(5);
        int[] lookedFor = {0x41, 0x80, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE4, 0xEF, 0xF0, 0xF3, 0xF4, 0xF5, 0xFF};
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) lookedFor[random.nextInt(lookedFor.length)];
            }

            assertThat(repaired(bytes)).isEqualTo(new String(bytes, UTF_8));
        }
    }

    @Test
    void reportsThePositionsOfReplacedBytes() {
        byte[] bytes = RawBytes.of("a\uE0FFé\uE0E4\uE0BFb");
        RepairedUtf8 repaired = Objects.requireNonNull(RepairedUtf8.of(bytes, bytes.length));

        assertThat(repaired.originalIndex(0)).isZero();
        assertThat(repaired.originalIndex(1)).isEqualTo(1);
        assertThat(repaired.originalIndex(4)).isEqualTo(2);
        assertThat(repaired.originalIndex(6)).isEqualTo(4);
        assertThat(repaired.originalIndex(9)).isEqualTo(6);
        assertThat(repaired.originalIndex(10)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "a, 0",
        "é, 0",
        "'a\uE0C3', 1",
        "'a\uE0E4', 1",
        "'a\uE0E4\uE0BF', 2",
        "'a\uE0F0\uE09F\uE098', 3",
        "'a\uE0ED\uE0A0', 0",
        "'a\uE0C0', 0",
        "'a\uE0F5', 0",
        "'a\uE080', 0",
        "'\uE080\uE080\uE080\uE080', 0",
        "'\uE0E4\uE0BF\uE0AE\uE0BF', 0",
    })
    void measuresAnIncompleteCharacterAtTheEnd(String bytes, int length) {
        byte[] raw = RawBytes.of(bytes);

        assertThat(Utf8.cutAtEnd(raw, 0, raw.length)).isEqualTo(length);
    }

    private static String repaired(byte[] bytes) {
        RepairedUtf8 repaired = RepairedUtf8.of(bytes, bytes.length);
        return repaired == null ? new String(bytes, UTF_8) : new String(repaired.bytes(), 0, repaired.length(), UTF_8);
    }
}
