// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.Completion;
import dev.completions4j.FinishReason;
import dev.completions4j.Timeout;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Creates results and failures without constructors. */
class ResultsTest {

    @Test
    void createsACompletionFromText() {
        assertThat(Completions.of("text").text()).isEqualTo("text");
        assertThat(Completions.of("text").choices().get(0).finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(Completions.chunk("te").choices().get(0).finishReason()).isNull();
    }

    @Test
    void buildsAllProperties() {
        Completion completion = Completions.builder()
                .choice("a", FinishReason.LENGTH)
                .choice("b", FinishReason.STOP)
                .model("m")
                .usage(Completions.usage(2, 3))
                .build();

        assertThat(completion.choices().get(1).index()).isEqualTo(1);
        assertThat(completion.usage()).extracting(usage -> usage.totalTokens()).isEqualTo(5L);
        assertThat(completion.model()).isEqualTo("m");
    }

    @Test
    void createsFailures() {
        ApiException refused = Failures.api(ApiException.Kind.RATE_LIMIT, 429, "Slow down");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused).hasMessageContaining("Slow down");
        assertThat(Failures.timeout(Timeout.TOTAL, Duration.ofSeconds(1))).hasMessageContaining("TOTAL");
        assertThat(Failures.network(TransportException.Kind.CONNECT, RequestProgress.NOT_SENT)
                        .kind())
                .isEqualTo(TransportException.Kind.CONNECT);
    }
}
