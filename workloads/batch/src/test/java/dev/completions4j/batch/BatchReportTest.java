// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchReportTest {

    @ParameterizedTest
    @CsvSource({"PT0S, 0.0 s", "PT0.42S, 0.4 s", "PT3.06S, 3.1 s", "PT10S, 10 s", "PT1M5.7S, 66 s", "PT2H, 7200 s"})
    void theSummaryHasTheElapsedTime(Duration elapsed, String text) {
        BatchReport report = new BatchReport(
                BatchReport.End.FINISHED, new BatchCounts(1, 0, 0, 0), new BatchTokens(2, 3), elapsed, List.of());

        assertThat(report.summary())
                .isEqualTo("Finished: 1 succeeded, 0 failed, 0 skipped, 0 rejected, 5 tokens, " + text);
    }
}
