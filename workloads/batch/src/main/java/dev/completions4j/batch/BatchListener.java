// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/**
 * Receives the progress of a run.
 *
 * <p>Called on the thread of the run, one call at a time; while a method blocks, no answer is written and no request is
 * sent. What a method throws is logged and has no other effect. Applications implement this interface; methods added to
 * it in later releases have default implementations.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface BatchListener {

    /**
     * Called at the interval set by {@link BatchRunner.Builder#listener}, and once at the end of the run.
     *
     * @param progress a snapshot
     */
    void onProgress(BatchProgress progress);

    /**
     * Called for each rejected request.
     *
     * @param rejected the request
     */
    default void onRejected(RejectedRequest rejected) {}
}
