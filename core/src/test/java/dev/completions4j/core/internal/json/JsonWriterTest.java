// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.JsonValue;
import dev.completions4j.TokenIds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

    /** Each special character at each place of a word, before and after plain ones, in each path of the encoder. */
    @ParameterizedTest
    @ValueSource(ints = {0, 50, 100, TextBlocks.LENGTH - 10, TextBlocks.LENGTH, 2 * TextBlocks.LENGTH})
    void writesSpecialCharactersAtAllPlaces(int before) {
        List<String> specials = List.of(
                "\"",
                "\\",
                "\n",
                "\u0000",
                "\u001F",
                " ",
                "!",
                "#",
                "\u007F",
                "\u0080",
                "\u00FF",
                "\u0100",
                "\u07FF",
                "\u0800",
                "\uFFFD",
                "\uFFFF",
                "\uD83D\uDE00",
                "\uD83D",
                "\uDE00",
                "\uDE00\uD83D");
        for (String special : specials) {
            for (int plain = 0; plain < 20; plain++) {
                for (int after : List.of(0, 1, 7, 8, 30)) {
                    String text = "a".repeat(before + plain) + special.repeat(1 + plain % 3) + "\"z".repeat(after);
                    assertThat(written(text)).isEqualTo(expected(text));
                }
            }
        }
    }

    @Test
    void writesTextsOfAllKindsLikeAnEncoderOfSingleChars() {
        Random random = new Random(4);
        String[] specials = {
            "\"", "\\", "\n", "\b", "\u0001", "\u007F", "\u00E9", "\u0416", "\u6D77", "\uD83D\uDE00", "\uD83D", "\uDE00"
        };
        for (int i = 0; i < 2_000; i++) {
            int length = random.nextInt(4 * TextBlocks.LENGTH);
            int oneIn = 1 + random.nextInt(300);
            int kinds = 1 + random.nextInt(specials.length);
            StringBuilder text = new StringBuilder();
            while (text.length() < length) {
                boolean plain = random.nextInt(oneIn) > 0;
                text.append(plain ? (char) (' ' + random.nextInt(95)) + "" : specials[random.nextInt(kinds)]);
            }
            assertThat(written(text.toString())).isEqualTo(expected(text.toString()));
        }
    }

    @Test
    void replacesLoneHalvesOfPairs() {
        assertThat(roundTrip("a\uD83Db")).isEqualTo("a?b");
        assertThat(roundTrip("a".repeat(TextBlocks.LENGTH - 1) + "\uD83D\uD83D\uDE00"))
                .endsWith("a?\uD83D\uDE00");
    }

    @Test
    void writesTokenIdsOfAnyNumberAndLength() {
        Random random = new Random(5);
        int[] bounds = {10, 1_001, 10_000, 200_000, 1_000_001, Integer.MAX_VALUE};
        for (int i = 0; i < 2_000; i++) {
            int bound = bounds[i % bounds.length];
            int[] ids = random.ints(random.nextInt(300), 0, bound)
                    .map(id -> random.nextInt(8) > 0 ? id : id % 1_000)
                    .toArray();
            JsonWriter writer = new JsonWriter(random.nextInt(300));
            writer.startArray().tokens(TokenIds.of(ids)).number(1).endArray();

            assertThat(UTF_8.decode(writer.content()).toString())
                    .isEqualTo("[" + Arrays.toString(ids).replace(" ", "") + ",1]");
        }
    }

    @Test
    void writesEachSmallTokenId() {
        int[] all = IntStream.range(0, 1_000_100).toArray();
        json.tokens(TokenIds.of(all));

        assertThat(written()).isEqualTo(Arrays.toString(all).replace(" ", ""));
    }

    private static String written(String text) {
        JsonWriter writer = new JsonWriter(0);
        writer.string(text);
        return UTF_8.decode(writer.content()).toString();
    }

    /** Encodes one char after the other; a lone half of a surrogate pair becomes a question mark. */
    private static String expected(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escape = "\"\\\b\f\n\r\t".indexOf(c);
            if (escape >= 0) {
                json.append('\\').append("\"\\bfnrt".charAt(escape));
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
            } else {
                json.append(c);
            }
        }
        return new String(json.append('"').toString().getBytes(UTF_8), UTF_8);
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
