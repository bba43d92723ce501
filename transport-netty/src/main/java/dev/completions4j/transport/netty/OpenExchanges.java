// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The registry of a transport's open exchanges. Safe for use by any thread. */
final class OpenExchanges {

    private final Set<NettyExchange> open = new HashSet<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private boolean closed;

    /** Adds an exchange; returns false if the transport is closed. */
    synchronized boolean add(NettyExchange exchange) {
        return !closed && open.add(exchange);
    }

    void remove(NettyExchange exchange) {
        if (removeLast(exchange)) {
            ended.complete(null);
        }
    }

    /** Rejects further exchanges. */
    void close() {
        if (closeEmpty()) {
            ended.complete(null);
        }
    }

    /** Returns whether the transport is closed and the last exchange has ended. */
    boolean haveEnded() {
        return ended.isDone();
    }

    /** Runs an action when the transport is closed and the last exchange has ended; immediately if that is the case. */
    void whenEnded(Runnable action) {
        var unused = ended.thenRun(action);
    }

    synchronized List<NettyExchange> all() {
        return List.copyOf(open);
    }

    private synchronized boolean removeLast(NettyExchange exchange) {
        open.remove(exchange);
        return closed && open.isEmpty();
    }

    private synchronized boolean closeEmpty() {
        closed = true;
        return open.isEmpty();
    }
}
