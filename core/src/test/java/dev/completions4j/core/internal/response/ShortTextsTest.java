// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.core.internal.json.Words;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortTextsTest {

    private static final int MANY = 100_000;

    private final ShortTexts texts = new ShortTexts();

    @Test
    void remembersATextByItsBytes() {
        texts.add(word(" the"), " the");

        assertThat(texts.get(word(" the"))).isEqualTo(" the");
        assertThat(texts.get(word(" then"))).isNull();
        assertThat(texts.get(word(""))).isNull();
    }

    /** Texts of which each has its slot at the beginning stay, since a frequent one is more likely to be there. */
    @Test
    void rareTextsReplaceFewOfTheFirst() {
        for (int i = 0; i < 32; i++) {
            texts.add(word("first" + i), "first" + i);
        }
        for (int i = 0; i < 256; i++) {
            texts.add(word("r" + i), "r" + i);
        }

        int kept = 0;
        for (int i = 0; i < 32; i++) {
            kept += texts.get(word("first" + i)) == null ? 0 : 1;
        }
        assertThat(kept).isGreaterThan(16);
    }

    @Test
    void neverReturnsAnotherText() {
        for (int i = 0; i < MANY; i++) {
            String text = Integer.toString(i, Character.MAX_RADIX);
            String known = texts.get(word(text));
            if (known == null) {
                texts.add(word(text), text);
            } else {
                assertThat(known).isEqualTo(text);
            }
            String again = texts.get(word(text));
            assertThat(again == null ? text : again).isEqualTo(text);
        }
    }

    /** Later texts find a slot in the end, so that the texts of a new kind of prompts are known at some time. */
    @Test
    void laterTextsReplaceEarlierOnes() {
        for (int i = 0; i < MANY; i++) {
            String text = Integer.toString(i, Character.MAX_RADIX);
            texts.add(word(text), text);
        }

        for (int i = 0; i < 100 && texts.get(word("later")) == null; i++) {
            texts.add(word("later"), "later");
        }

        assertThat(texts.get(word("later"))).isEqualTo("later");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", " the", " caf\u00e9", "\u6d77", "\u6d77\u6d77", "1234567"})
    void equalTextsOfUpToSevenBytesAreOneString(String text) {
        assertThat(read(text)).isEqualTo(text).isSameAs(read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678", "\u6d77\u6d77\u6d77", " remember"})
    void longerTextsAreNotKept(String text) {
        assertThat(read(text)).isEqualTo(text).isNotSameAs(read(text));
    }

    private String read(String text) {
        PaddedBytes json = PaddedBytes.copyOf(ByteBuffer.wrap(("\"" + text + "\"").getBytes(UTF_8)));
        TextReader reader = new TextReader(texts);
        assertThat(reader.find(json.array(), 1)).isEqualTo(json.limit() - 1);
        return Objects.requireNonNull(reader.text(json.array()));
    }

    private static long word(String text) {
        return Words.at(
                PaddedBytes.copyOf(ByteBuffer.wrap(text.getBytes(UTF_8))).array(), 0);
    }
}
