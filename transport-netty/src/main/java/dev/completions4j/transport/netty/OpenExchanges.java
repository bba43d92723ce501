// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The exchanges that have not ended. Safe for use by any thread. */
final class OpenExchanges {

    private final Set<NettyExchange> open = new HashSet<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private boolean closed;

    /** Adds an exchange; false if none may begin any more. */
    synchronized boolean add(NettyExchange exchange) {
        return !closed && open.add(exchange);
    }

    void remove(NettyExchange exchange) {
        if (removeLast(exchange)) {
            ended.complete(null);
        }
    }

    /** Refuses further exchanges. */
    void close() {
        if (closeEmpty()) {
            ended.complete(null);
        }
    }

    /** True if no further exchange may begin and the last one has ended. */
    boolean haveEnded() {
        return ended.isDone();
    }

    /** Runs an action when no further exchange may begin and the last one has ended; at once if that is so. */
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
