// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.util.concurrent.CompletableFuture;

/**
 * A run in progress. Safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class BatchRun {

    private final CompletableFuture<BatchReport> report;
    private final Runnable cancellation;

    BatchRun(CompletableFuture<BatchReport> report, Runnable cancellation) {
        this.report = report;
        this.cancellation = cancellation;
    }

    /**
     * Returns the future report of this run. It completes when the output is closed: with the report, or with a
     * {@link BatchException} if input, output or server failed. Cancelling the future cancels the run, but discards the
     * report; {@link #cancel} keeps it.
     */
    public CompletableFuture<BatchReport> report() {
        return report;
    }

    /**
     * Ends the run: aborts the calls in flight, writes the answers that have arrived, and closes the output. Returns
     * immediately; the {@linkplain #report() report} follows. No effect after the end.
     */
    public void cancel() {
        cancellation.run();
    }
}
