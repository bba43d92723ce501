// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import dev.completions4j.core.internal.concurrent.UserCode;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The calls of a client that are open. Safe for use by any thread. */
public final class OpenCalls {

    private final Set<OpenCall> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile boolean aborted;

    /**
     * Takes a call in, unless the client is closed, which the call is then told.
     *
     * @return whether the call goes on
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

    /** Forgets a call that has ended. */
    public void end(OpenCall call) {
        open.remove(call);
        completeIfDrained();
    }

    /**
     * Refuses new calls.
     *
     * @return completes when none is open any more
     */
    public CompletableFuture<@Nullable Void> refuseNew() {
        closed = true;
        completeIfDrained();
        return drained;
    }

    /** Refuses new calls, and ends those that are open. */
    public void abort() {
        closed = true;
        aborted = true;
        open.forEach(call -> UserCode.run(call, "the others are closed all the same", call::onClientClosed));
        completeIfDrained();
    }

    /** True if those that are open have ended, or are about to: what one of them leaves free is not for another one. */
    boolean areAborted() {
        return aborted;
    }

    private void completeIfDrained() {
        if (closed && open.isEmpty()) {
            drained.complete(null);
        }
    }
}
