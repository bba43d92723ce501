// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.NetworkException;
import dev.completions4j.RetrySettings;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the random part of the wait with fixed numbers. */
class StandardRetryPolicyTest {

    private final NetworkException failure = new NetworkException(
            new TransportException(TransportException.Kind.CONNECT, RequestProgress.NOT_SENT, "no", null),
            null,
            null,
            List.of());

    @ParameterizedTest
    @CsvSource({
        "1, 0, 50",
        "1, 0.5, 250",
        "1, 1, 500",
        "2, 1, 1000",
        "3, 0.5, 1000",
        "5, 1, 8000",
        "6, 1, 8000",
        "6, 0.5, 4000",
        "1000, 1, 8000"
    })
    void waitsARandomTimeBelowADoublingBound(int attempt, double random, long millis) {
        StandardRetryPolicy policy = new StandardRetryPolicy(RetrySettings.defaults(), () -> random);

        assertThat(policy.delayAfter(attempt, failure)).isEqualTo(Duration.ofMillis(millis));
    }
}
