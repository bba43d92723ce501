// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LagHistogramTest {

    private final LagHistogram lags = new LagHistogram();

    @Test
    void returnsPercentilesAccurateToThreePercent() {
        for (long micros = 1; micros <= 100_000; micros++) {
            lags.record(micros);
        }

        assertThat(lags.percentile(0.5)).isCloseTo(50_000, Percentage.withPercentage(3.2));
        assertThat(lags.percentile(0.99)).isCloseTo(99_000, Percentage.withPercentage(3.2));
        assertThat(lags.percentile(1)).isCloseTo(100_000, Percentage.withPercentage(3.2));
    }

    @Test
    void isExactBelowThirtyTwo() {
        lags.record(0);
        lags.record(7);
        lags.record(31);

        assertThat(lags.percentile(0.3)).isEqualTo(0);
        assertThat(lags.percentile(0.6)).isEqualTo(7);
        assertThat(lags.percentile(1)).isEqualTo(31);
    }

    @Test
    void recordsLagsOfAnySize() {
        lags.record(-5);
        lags.record(Long.MAX_VALUE);

        assertThat(lags.percentile(0.5)).isEqualTo(0);
        assertThat(lags.percentile(1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void isEmptyAfterClearing() {
        lags.record(9);
        lags.clear();

        assertThat(lags.percentile(1)).isEqualTo(0);
    }
}
