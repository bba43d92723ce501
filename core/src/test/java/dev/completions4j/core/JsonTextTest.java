// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "-0.50",
                "1E+3",
                "12345678901234567890",
                "\"\"",
                "\"a\\\"\\\\\\n\\u0000\u00e9\uD83D\uDE00\"",
                "[]",
                "{}",
                "{\"b\":[1,{\"c\":null}],\"a\":\"\"}",
            })
    void formatsWhatItParses(String json) {
        assertThat(JsonValue.parse(json).toJson()).isEqualTo(json);
    }

    @Test
    void parsesEveryType() {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("a", JsonValue.array(List.of(JsonValue.of(1), JsonValue.of(true), JsonValue.nullValue())));
        members.put("b", JsonValue.of("text"));

        assertThat(JsonValue.parse(" {\"a\" : [1, true, null], \"b\": 1, \"b\": \"text\"}\n"))
                .isEqualTo(JsonValue.object(members));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "secret", "{\"secret\":", "[secret]", "\"secret\" 1", "{'secret':1}", "[NaN]", "01"})
    void refusesWhatIsNotOneValueWithoutQuotingIt(String json) {
        assertThatThrownBy(() -> JsonValue.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be one value")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void saysWhereTheErrorIs() {
        assertThatThrownBy(() -> JsonValue.parse("{\n  \"a\": x\n}"))
                .hasMessageStartingWith("The JSON text has a syntax error at line 2, column ");
    }

    @Test
    void refusesDeepNesting() {
        assertThatThrownBy(() -> JsonValue.parse("[".repeat(65) + "]".repeat(65)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The JSON text has too deep a nesting, or too long a name or number; it must be one value"
                        + " (RFC 8259)");
        assertThat(JsonValue.parse("[".repeat(64) + "]".repeat(64))).isNotNull();
    }
}
