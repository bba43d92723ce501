// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import org.junit.jupiter.api.Test;

class HeaderNamesTest {

    private final HeaderNames names = new HeaderNames();

    @Test
    void returnsTheSameStringForAKnownName() {
        String first = names.string(new AsciiString("X-Known"));

        assertThat(first).isEqualTo("X-Known");
        assertThat(names.string(new AsciiString("X-Known"))).isSameAs(first);
        assertThat(names.string(new AsciiString("x-known"))).isEqualTo("x-known");
    }

    @Test
    void convertsAnyNumberOfNamesOfAnyLength() {
        for (int i = 0; i < 1000; i++) {
            assertThat(names.string(new AsciiString("x-" + i))).isEqualTo("x-" + i);
        }
        String longest = "x".repeat(10_000);
        assertThat(names.string(new AsciiString(longest))).isEqualTo(longest);
    }
}
