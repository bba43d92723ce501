package dev.completions4j.transport.netty;

import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the idle connections of each route, and closes those that stay idle for too long. Safe for use by any thread.
 *
 * <p>The one that was used last is taken first, so that a burst's surplus grows old and goes.
 */
final class ConnectionPool {

    private record Idle(HttpConnection connection, Future<?> eviction) {}

    private final Map<Route, Deque<Idle>> idle = new HashMap<>();

    /** Takes a connection out; null if there is none. It may have closed meanwhile, which only its event loop can tell. */
    @Nullable HttpConnection take(Route route) {
        Idle taken = pollLast(route);
        if (taken == null) {
            return null;
        }
        taken.eviction().cancel(false);
        return taken.connection();
    }

    /** Keeps a connection that is idle now; on its event loop. */
    void put(HttpConnection connection) {
        Future<?> eviction = connection
                .eventLoop()
                .schedule(() -> evict(connection), connection.idleTime().toNanos(), TimeUnit.NANOSECONDS);
        addLast(connection.route(), new Idle(connection, eviction));
    }

    /** Forgets a connection; no-op if it is not kept. */
    void remove(HttpConnection connection) {
        Idle removed = poll(connection);
        if (removed != null) {
            removed.eviction().cancel(false);
        }
    }

    private void evict(HttpConnection connection) {
        if (poll(connection) != null) {
            connection.close();
        }
    }

    private synchronized void addLast(Route route, Idle entry) {
        idle.computeIfAbsent(route, absent -> new ArrayDeque<>()).addLast(entry);
    }

    private synchronized @Nullable Idle pollLast(Route route) {
        Deque<Idle> entries = idle.get(route);
        if (entries == null) {
            return null;
        }
        Idle last = entries.pollLast();
        forgetIfEmpty(route, entries);
        return last;
    }

    private synchronized @Nullable Idle poll(HttpConnection connection) {
        Deque<Idle> entries = idle.get(connection.route());
        if (entries == null) {
            return null;
        }
        for (Idle entry : entries) {
            if (entry.connection() == connection) {
                entries.remove(entry);
                forgetIfEmpty(connection.route(), entries);
                return entry;
            }
        }
        return null;
    }

    private void forgetIfEmpty(Route route, Deque<Idle> entries) {
        if (entries.isEmpty()) {
            idle.remove(route);
        }
    }
}
