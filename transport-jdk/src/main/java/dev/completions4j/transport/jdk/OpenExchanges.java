// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The exchanges of one transport that have not ended, and whether new ones are still let in. */
final class OpenExchanges {

    private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
    private final Set<JdkExchange> open = new HashSet<>();
    private boolean closed;

    /** False if no exchange is let in any more. */
    synchronized boolean add(JdkExchange exchange) {
        return !closed && open.add(exchange);
    }

    void remove(JdkExchange exchange) {
        synchronized (this) {
            open.remove(exchange);
        }
        completeIfDrained();
    }

    /** Lets no exchange in from now on. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        completeIfDrained();
    }

    /** Completes once no exchange is open and none is let in. */
    CompletableFuture<@Nullable Void> drained() {
        return drained;
    }

    synchronized List<JdkExchange> all() {
        return List.copyOf(open);
    }

    private synchronized boolean isDrained() {
        return closed && open.isEmpty();
    }

    /** Outside the lock, since what depends on the future runs here. */
    private void completeIfDrained() {
        if (isDrained()) {
            drained.complete(null);
        }
    }
}
