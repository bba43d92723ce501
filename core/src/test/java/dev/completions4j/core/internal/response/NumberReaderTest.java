// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.core.internal.json.Json;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Verifies that numbers are read like by the parser. */
class NumberReaderTest {

    private static final int NUMBERS = 100_000;

    private final NumberReader reader = new NumberReader();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "7",
                "-1",
                "1234567",
                "12345678",
                "123456789012345678",
                "-123456789012345678",
                "0.5",
                "-0.0",
                "10.50",
                "-0.6931471824645996",
                "-1.3862943649291992",
                "0.000000012345678901234567",
                "1e5",
                "-1.1920928955078125e-07",
                "1E+2",
                "9007199254740993",
                "9007199254740993.0"
            })
    void reads(String number) {
        assertThat(reader.read(text(number + ","), 2)).isEqualTo(2 + number.length());
        agrees(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "01",
                "-01",
                "00",
                "00.5",
                ".5",
                "1.",
                "1.e5",
                "1e",
                "1e+",
                "e5",
                "NaN",
                "-Infinity",
                "-0",
                "1234567890123456789",
                "0.0000000000000000000000000000000000000000000000000",
                "1e1000",
                "1e00005",
                "--1",
                "\"1\"",
                "/",
                ":"
            })
    void leavesToTheParser(String number) {
        assertThat(reader.read(text(number), 2)).isEqualTo(-1);
        assertThat(reader.read(text(number + ","), 2)).isEqualTo(-1);
    }

    @Test
    void agreesWithTheParser() {
        Random random = new Random(5);
        for (int i = 0; i < NUMBERS; i++) {
            StringBuilder number = new StringBuilder(random.nextBoolean() ? "-" : "");
            digits(number, random, random.nextInt(20));
            if (random.nextBoolean()) {
                number.append('.').append("0".repeat(random.nextInt(10)));
                digits(number, random, random.nextInt(20));
            }
            if (random.nextInt(4) == 0) {
                number.append(random.nextBoolean() ? 'e' : 'E').append(random.nextBoolean() ? "-" : "");
                digits(number, random, random.nextInt(4));
            }
            if (random.nextInt(8) == 0) {
                number.insert(random.nextInt(number.length() + 1), "+-.e0x".charAt(random.nextInt(6)));
            }
            agrees(number.toString());
        }
    }

    private static void digits(StringBuilder number, Random random, int count) {
        for (int i = 0; i < count; i++) {
            number.append((char) ('0' + random.nextInt(10)));
        }
    }

    private void agrees(String number) {
        byte[] text = text(number);
        if (reader.read(text, 2) != 2 + number.length()) {
            return;
        }
        byte[] json = number.getBytes(UTF_8);
        try (JsonParser parser = Json.parserOfUtf8(json, json.length)) {
            parser.nextToken();
            assertThat(reader.nearest(text)).as(number).isEqualTo(parser.getDoubleValue());
            assertThat(new JsonNumber(reader.exact())).as(number).isEqualTo(read(parser));
            if (reader.isWhole()) {
                assertThat(reader.whole()).as(number).isEqualTo(parser.getLongValue());
            }
            assertThat(parser.nextToken()).as(number).isNull();
        }
    }

    private static @Nullable JsonValue read(JsonParser parser) {
        try {
            return Json.read(parser);
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Returns the number after two bytes, and before an end with padding. */
    private static byte[] text(String number) {
        return (": " + number + "\0".repeat(20)).getBytes(UTF_8);
    }
}
