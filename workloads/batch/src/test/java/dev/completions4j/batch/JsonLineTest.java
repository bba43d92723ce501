// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.JsonValue;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonLineTest {

    private final JsonLine line = new JsonLine();

    static Stream<String> texts() {
        return Stream.of(
                "",
                "plain",
                "\"quoted\\",
                "\u0000\b\t\n\f\r\u001f\u007f",
                "caf\u00e9",
                "\u6d77\u6d77 and \ud83d\ude80",
                "\ud83d\ude80\n",
                "a \"sea\"\n".repeat(1000),
                "\u6d77".repeat(5000) + "\"");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void writesTextsThatAreReadAsTheyWere(String text) {
        ByteBuffer bytes = line.restart().name("text").value(text).end().toBytes();

        assertThat(JsonValue.parse(UTF_8.decode(bytes).toString()))
                .isEqualTo(JsonValue.object(Map.of("text", JsonValue.of(text))));
    }

    @Test
    void writesAQuestionMarkForHalfACharacter() {
        ByteBuffer bytes =
                line.restart().name("text").value("a\ud83db\ude80").end().toBytes();

        assertThat(UTF_8.decode(bytes).toString()).isEqualTo("{\"text\":\"a?b?\"}");
    }

    @Test
    void separatesMembersAndElements() {
        line.restart()
                .name("none")
                .nullValue()
                .name("one")
                .begin()
                .name("number")
                .value(-12)
                .end();
        line.name("many").array(List.of(1L, 2L), JsonLine::value);
        line.members(Map.of("\u00e9", JsonValue.of(true))).end();

        assertThat(UTF_8.decode(line.toBytes()).toString())
                .isEqualTo("{\"none\":null,\"one\":{\"number\":-12},\"many\":[1,2],\"\u00e9\":true}");
    }

    @Test
    void discardsThePreviousText() {
        ByteBuffer first =
                line.restart().name("first").value("a longer text").end().toBytes();
        ByteBuffer second = line.restart().end().toBytes();

        assertThat(UTF_8.decode(first).toString()).isEqualTo("{\"first\":\"a longer text\"}");
        assertThat(UTF_8.decode(second).toString()).isEqualTo("{}");
    }
}
