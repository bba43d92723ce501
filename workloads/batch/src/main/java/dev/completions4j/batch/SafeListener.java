// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/**
 * Calls a listener, and logs what it throws.
 *
 * @param listener the listener
 */
record SafeListener(BatchListener listener) implements BatchListener {

    @Override
    public void onProgress(BatchProgress progress) {
        call(() -> listener.onProgress(progress));
    }

    @Override
    public void onRejected(RejectedRequest rejected) {
        call(() -> listener.onRejected(rejected));
    }

    private static void call(ForeignCode.Action call) {
        ForeignCode.run(call, "A batch listener threw; the run continues");
        // An interrupt that it left behind would reach the client.
        var unused = Thread.interrupted();
    }
}
