// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The registry of a transport's open exchanges. Safe for use by any thread. */
final class OpenExchanges {

    private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
    private final Set<JdkExchange> open = new HashSet<>();
    private boolean closed;

    /** Adds an exchange; returns false if the transport is closed. */
    synchronized boolean add(JdkExchange exchange) {
        return !closed && open.add(exchange);
    }

    void remove(JdkExchange exchange) {
        synchronized (this) {
            open.remove(exchange);
        }
        completeIfDrained();
    }

    /** Rejects further exchanges. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        completeIfDrained();
    }

    /** Returns a future that completes when the transport is closed and the last exchange has ended. */
    CompletableFuture<@Nullable Void> drained() {
        return drained;
    }

    synchronized List<JdkExchange> all() {
        return List.copyOf(open);
    }

    private synchronized boolean isDrained() {
        return closed && open.isEmpty();
    }

    /** Runs dependents of the future, so it must not hold the lock. */
    private void completeIfDrained() {
        if (isDrained()) {
            drained.complete(null);
        }
    }
}
