// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.completions4j.batch.BatchReport.End;
import java.util.Objects;
import org.assertj.core.api.Assertions;

/** Runs that fail. */
final class BatchExceptions {

    private BatchExceptions() {}

    /** Runs a runner whose output fails; returns the report. */
    static BatchReport thrownBy(BatchRunner runner) {
        BatchException thrown = catchThrowableOfType(BatchException.class, runner::run);
        BatchReport report = Objects.requireNonNull(thrown.report());
        Assertions.assertThat(report.end()).isEqualTo(End.OUTPUT_FAILED);
        Assertions.assertThat(thrown).hasMessageContaining("cannot be written (No space left on device)");
        return report;
    }
}
