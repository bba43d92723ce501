// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.JsonValue;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;

final class JsonWriterTest {

    private final JsonWriter json = new JsonWriter(0);

    @Test
    void insertsCommas() {
        json.startObject()
                .name("a")
                .startArray()
                .number(1)
                .startArray()
                .endArray()
                .bool(true)
                .string("{")
                .string("[")
                .string(":")
                .endArray()
                .name("b")
                .startObject()
                .endObject()
                .name("c")
                .number(-2)
                .endObject();

        assertThat(written()).isEqualTo("{\"a\":[1,[],true,\"{\",\"[\",\":\"],\"b\":{},\"c\":-2}");
    }

    @Test
    void writesValuesOfAllTypes() {
        JsonValue value = JsonValue.object(Map.of(
                "all",
                JsonValue.array(List.of(
                        JsonValue.of("text"),
                        JsonValue.of(1.5),
                        JsonValue.of(true),
                        JsonValue.nullValue(),
                        JsonValue.array(List.of())))));
        json.value(value);

        assertThat(read(written())).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, -0.0, 0.7, 1e-7, 1e14, 1e15, 1e300, -2.5, Double.MIN_VALUE})
    void writesNumbersThatAreReadAsTheSameNumber(double number) {
        json.number(number);

        assertThat(Double.parseDouble(written())).isEqualTo(number + 0.0);
    }

    @Test
    void writesWholeNumbersWithoutFraction() {
        json.startArray().number(-100.0).number(3.0).endArray();

        assertThat(written()).isEqualTo("[-100,3]");
    }

    @Test
    void writesAllDigits() {
        LongStream numbers = LongStream.concat(
                LongStream.of(
                        -1, Long.MIN_VALUE, Long.MAX_VALUE, 1_000_000, 9_999_999, 10_000_000, 99_999_999, 100_000_000),
                LongStream.concat(LongStream.range(0, 100_001), new Random(1).longs(100_000, 0, 1_000_000_000)));

        numbers.forEach(number -> {
            JsonWriter digits = new JsonWriter(0);
            digits.number(number);
            assertThat(UTF_8.decode(digits.content()).toString()).isEqualTo(Long.toString(number));
        });
    }

    @Test
    void escapesWhatJsonRequiresOnly() {
        StringBuilder all = new StringBuilder();
        IntStream.range(0, 0x180).forEach(c -> all.append((char) c));
        json.string(all.toString());

        assertThat(written())
                .startsWith("\"\\u0000\\u0001")
                .contains("\\b\\t\\n\\u000B\\f\\r\\u000E")
                .contains("\\u001F !\\\"#")
                .contains("./0")
                .contains("[\\\\]")
                .contains("~\u007F\u0080")
                .endsWith("\u017F\"");
        assertThat(read(written())).isEqualTo(JsonValue.of(all.toString()));
    }

    @Test
    void writesTextsOfAllLengthsAndKinds() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            String text = text(random, i % 3 == 0 ? random.nextInt(20) : random.nextInt(200));
            assertThat(roundTrip(text)).isEqualTo(text);
        }
    }

    @Test
    void splitsLongTextsBetweenCharacters() {
        for (int before = 4080; before < 4100; before++) {
            String text = "a".repeat(before) + "\uD83D\uDE00\u00FC\"\n".repeat(2000);
            assertThat(roundTrip(text)).isEqualTo(text);
        }
    }

    @Test
    void replacesLoneHalvesOfPairs() {
        assertThat(roundTrip("a\uD83Db")).isEqualTo("a?b");
        assertThat(roundTrip("a".repeat(4095) + "\uD83D\uD83D\uDE00")).endsWith("a?\uD83D\uDE00");
    }

    /** Mostly plain ASCII, in which the other characters are at all positions of a word. */
    private static String text(Random random, int length) {
        String[] others = {"\"", "\\", "\n", "\u0001", "\u007F", "\u00FC", "\u20AC", "\uD83D\uDE00"};
        int oneIn = 1 + random.nextInt(12);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            boolean plain = random.nextInt(oneIn) > 0;
            text.append(plain ? (char) ('!' + 2 + random.nextInt(50)) + "" : others[random.nextInt(others.length)]);
        }
        return text.toString().replace('\\', random.nextBoolean() ? '\\' : 'x');
    }

    private static String roundTrip(String text) {
        JsonWriter writer = new JsonWriter(0);
        writer.string(text);
        return ((JsonValue.JsonString) read(UTF_8.decode(writer.content()).toString())).value();
    }

    private String written() {
        ByteBuffer content = json.content();
        return UTF_8.decode(content).toString();
    }

    private static JsonValue read(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        try (JsonParser parser = Json.parser(bytes, bytes.length)) {
            parser.nextToken();
            return Json.read(parser);
        }
    }
}
