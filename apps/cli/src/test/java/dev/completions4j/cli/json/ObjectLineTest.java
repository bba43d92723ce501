// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.json;

import static org.assertj.core.api.Assertions.assertThat;

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
}
