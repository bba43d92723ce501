// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.batch;

import dev.completions4j.batch.BatchException;
import dev.completions4j.batch.BatchReport;
import dev.completions4j.batch.BatchRun;
import dev.completions4j.batch.BatchRunner;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs a batch, and cancels it if the process is interrupted: the JVM then ends when this object has been closed, so that
 * answers that have arrived are written, and the user reads how to continue.
 */
final class RunningBatch implements AutoCloseable {

    private static final int CLOSING_SECONDS = 10;

    private final BatchRun run;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "completions-interrupted");

    /**
     * Starts a run.
     *
     * @param runner the runner
     */
    RunningBatch(BatchRunner runner) {
        run = runner.start();
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Waits for the end of the run. */
    BatchEnd await() {
        try {
            return new BatchEnd(run.report().join(), null);
        } catch (CompletionException e) {
            if (e.getCause() instanceof BatchException failure) {
                BatchReport report = failure.report();
                if (report != null) {
                    return new BatchEnd(report, failure.getCause());
                }
            }
            throw e;
        }
    }

    private void interrupted() {
        run.cancel();
        try {
            var unused = closed.await(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is running.
        }
    }
}
