// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.call;

import org.jspecify.annotations.Nullable;

/**
 * Aborts a call until the call ends.
 *
 * <p>Afterwards it no longer refers to the call, since callers may keep a completed future, and with it the request and
 * the bytes of the response, for as long as they like. Thread-safe.
 */
final class CallAbort implements Runnable {

    private volatile @Nullable Runnable action;

    CallAbort(Runnable action) {
        this.action = action;
    }

    @Override
    public void run() {
        Runnable current = action;
        if (current != null) {
            current.run();
        }
    }

    /** Turns {@link #run} into a no-op. */
    void forget() {
        action = null;
    }
}
