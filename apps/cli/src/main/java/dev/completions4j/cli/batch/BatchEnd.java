// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.batch;

import dev.completions4j.batch.BatchReport;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run.
 *
 * @param report what was done
 * @param cause what failed; null if the run ended as it should
 */
record BatchEnd(BatchReport report, @Nullable Throwable cause) {}
