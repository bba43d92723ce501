// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.JsonValue;
import org.junit.jupiter.api.Test;

/** Writes JSON objects. */
class ObjectLineTest {

    @Test
    void writesAbsentAndImpossibleMembersAsNull() {
        assertThat(new ObjectLine()
                        .add("text", (String) null)
                        .add("number", Double.NaN)
                        .add("count", 3L)
                        .toString())
                .isEqualTo("{\"text\":null,\"number\":null,\"count\":3}");
    }

    @Test
    void escapesAllControlCharacters() {
        StringBuilder controls = new StringBuilder("a");
        for (char c = 0; c < 0xA0; c++) {
            if (Character.isISOControl(c)) {
                controls.append(c);
            }
        }
        ObjectLine line = new ObjectLine().add("b" + controls, controls + "\u00A0é\uD83D\uDE00");

        assertThat(line.toString())
                .startsWith("{\"b")
                .contains("\\u007f\\u0080", "\\u009b", "\\u009f\u00A0é\uD83D\uDE00")
                .satisfies(text -> assertThat(text.chars()).noneMatch(Character::isISOControl));
        assertThat(JsonValue.parse(line.toString())).isEqualTo(line.value());
    }
}
