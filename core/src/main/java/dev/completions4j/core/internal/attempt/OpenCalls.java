// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import dev.completions4j.core.internal.concurrent.UserCode;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The registry of a client's open calls. Thread-safe. */
public final class OpenCalls {

    private final Set<OpenCall> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile boolean aborted;

    /**
     * Registers a call. If the client is closed, calls {@link OpenCall#onClientClosed} instead.
     *
     * @return false if the client is closed
     */
    public boolean begin(OpenCall call) {
        open.add(call);
        if (closed) {
            call.onClientClosed();
            end(call);
            return false;
        }
        return true;
    }

    /** Unregisters a call that has ended. Idempotent. */
    public void end(OpenCall call) {
        open.remove(call);
        completeIfDrained();
    }

    /**
     * Refuses new calls.
     *
     * @return completes when the last open call has ended
     */
    public CompletableFuture<@Nullable Void> refuseNew() {
        closed = true;
        completeIfDrained();
        return drained;
    }

    /** Refuses new calls and ends the open ones. */
    public void abort() {
        closed = true;
        aborted = true;
        open.forEach(call -> UserCode.run(call, "the other calls are closed nevertheless", call::onClientClosed));
        completeIfDrained();
    }

    /** Returns whether all calls have ended or are about to, so that no further request may be sent. */
    boolean areAborted() {
        return aborted;
    }

    private void completeIfDrained() {
        if (closed && open.isEmpty()) {
            drained.complete(null);
        }
    }
}
