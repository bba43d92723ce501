// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTimeoutExceptionTest {

    @ParameterizedTest
    @CsvSource({
        "PT3S, 3 s",
        "PT0.25S, 0.25 s",
        "PT0.000000001S, 0.000000001 s",
        "PT0S, 0 s",
        "PT10M, 600 s",
        "PT2562047788015215H30M7S, 9223372036854775807 s"
    })
    void namesTheLimitInSeconds(Duration limit, String seconds) {
        CallTimeoutException failure =
                new CallTimeoutException(Timeout.BETWEEN_CHUNKS, limit, "2 chunks", null, null, List.of());

        assertThat(failure)
                .hasMessage("The timeout BETWEEN_CHUNKS of " + seconds + " elapsed; received until then: 2 chunks");
        assertThat(failure.limit()).isEqualTo(limit);
    }
}
