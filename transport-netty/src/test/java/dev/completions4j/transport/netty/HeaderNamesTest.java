// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import org.junit.jupiter.api.Test;

class HeaderNamesTest {

    @Test
    void returnsTheSameStringForAKnownName() {
        String first = HeaderNames.of(new AsciiString("X-Known"));

        assertThat(first).isEqualTo("X-Known");
        assertThat(HeaderNames.of(new AsciiString("X-Known"))).isSameAs(first);
        assertThat(HeaderNames.of(new AsciiString("x-known"))).isEqualTo("x-known");
    }

    @Test
    void convertsAnyNumberOfNamesOfAnyLength() {
        for (int i = 0; i < 1000; i++) {
            assertThat(HeaderNames.of(new AsciiString("x-" + i))).isEqualTo("x-" + i);
        }
        String longest = "x".repeat(10_000);
        assertThat(HeaderNames.of(new AsciiString(longest))).isEqualTo(longest);
    }
}
