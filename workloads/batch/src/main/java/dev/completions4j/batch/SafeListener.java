// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/**
 * Calls a listener, and logs what it throws.
 *
 * @param listener the listener
 */
record SafeListener(BatchListener listener) implements BatchListener {

    private static final System.Logger LOG = System.getLogger("dev.completions4j.batch");

    @Override
    public void onProgress(BatchProgress progress) {
        call(() -> listener.onProgress(progress));
    }

    @Override
    public void onRejected(RejectedRequest rejected) {
        call(() -> listener.onRejected(rejected));
    }

    private static void call(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "A batch listener threw; the run continues", e);
        } finally {
            // An interrupt that it left behind would close the output.
            var unused = Thread.interrupted();
        }
    }
}
