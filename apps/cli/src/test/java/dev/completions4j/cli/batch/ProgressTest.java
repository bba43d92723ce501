// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.batch.BatchCounts;
import dev.completions4j.batch.BatchProgress;
import dev.completions4j.batch.BatchTokens;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Formats the progress of a batch. */
class ProgressTest {

    private static BatchProgress progress(BatchCounts counts, @Nullable Double fraction, @Nullable Duration remaining) {
        return new BatchProgress(
                counts, new BatchTokens(1_000, 234), 64, 64, Duration.ofSeconds(9), 12.34, 99, fraction, remaining);
    }

    @Test
    void hasABarOnATerminal() {
        BatchProgress progress = progress(new BatchCounts(97, 3, 20, 1), 0.256, Duration.ofSeconds(83));

        assertThat(Progress.text(progress, true))
                .isEqualTo("[#####···············] 25 %, 100 answered, 3 failed, 20 skipped, 1 rejected, 12.3/s,"
                        + " 1234 tokens, 64 in flight, 1:23 left");
    }

    @Test
    void hasNoBarInALog() {
        BatchProgress progress = progress(new BatchCounts(97, 0, 0, 0), 1.0, Duration.ofSeconds(3_723));

        assertThat(Progress.text(progress, false))
                .isEqualTo("100 %, 97 answered, 12.3/s, 1234 tokens, 64 in flight, 1:02:03 left");
    }

    @Test
    void hasNoBarIfTheSizeIsUnknown() {
        BatchProgress progress = progress(new BatchCounts(1, 0, 0, 0), null, null);

        assertThat(Progress.text(progress, true)).isEqualTo("1 answered, 12.3/s, 1234 tokens, 64 in flight");
    }
}
