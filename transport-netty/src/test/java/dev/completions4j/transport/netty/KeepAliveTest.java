// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeepAliveTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "http, none, 4",
                "https, none, 30",
                "http, timeout=75, 74",
                "https, 'max=100, Timeout = 5', 4",
                "http, timeout=1, 0",
                "http, timeout=0, 0",
                "http, timeout=soon, 4",
                "http, timeout=99999999999999999999, 4",
                "http, idletimeout=9, 4"
            })
    void idleTimeStaysBelowTheServersTimeout(String scheme, String hint, int seconds) {
        Route route = new Route(scheme, "host.test", 8000);

        assertThat(KeepAlive.idleTime(route, hint)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
