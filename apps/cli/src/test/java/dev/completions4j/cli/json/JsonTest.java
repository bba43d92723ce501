// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads and writes JSON. */
class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,2.50,-3],\"b\":{\"c\":null},\"d\":true,\"e\":false}",
                "\"line\\n\\\"quoted\\\"\"",
                "[]",
                "null"
            })
    void writesWhatItHasRead(String text) {
        assertThat(Json.line(Json.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "tiny", "1 2"})
    void refusesWhatIsNotOneValue(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text));
    }

    @Test
    void writesAbsentAndImpossibleMembersAsNull() {
        assertThat(new ObjectLine()
                        .add("text", (String) null)
                        .add("number", Double.NaN)
                        .add("count", 3L)
                        .toString())
                .isEqualTo("{\"text\":null,\"number\":null,\"count\":3}");
    }
}
