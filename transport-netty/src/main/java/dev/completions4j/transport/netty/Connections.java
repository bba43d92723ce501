// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The connection pools of a transport, by route. Safe for use by any thread. */
final class Connections {

    private final Map<Route, RoutePool> pools = new ConcurrentHashMap<>();
    private final PoolLimits limits;
    private final Addresses addresses;
    private final ChannelOpener opener;
    private final Duration connectTimeout;

    Connections(PoolLimits limits, Addresses addresses, ChannelOpener opener, Duration connectTimeout) {
        this.limits = limits;
        this.addresses = addresses;
        this.opener = opener;
        this.connectTimeout = connectTimeout;
    }

    /** Takes a free place in an open connection; returns null if there is none. */
    @Nullable Connection takeFree(Route route) {
        return pool(route).takeFree();
    }

    /** Takes a place like {@link RoutePool#take}, in a new connection if necessary. */
    Future<Connection> take(Route route, EventLoop eventLoop) {
        return pool(route).take(eventLoop);
    }

    /** Closes all connections, and aborts those being opened, when no exchange waits; none can be opened afterwards. */
    Future<?> close() {
        pools.values().forEach(RoutePool::abortAttempts);
        return opener.close();
    }

    private RoutePool pool(Route route) {
        RoutePool known = pools.get(route);
        return known != null ? known : newPool(route);
    }

    private RoutePool newPool(Route route) {
        return pools.computeIfAbsent(
                route,
                absent -> new RoutePool(
                        limits,
                        opener.mayMultiplex(route),
                        new Failures(route),
                        (eventLoop, listener) -> new ConnectAttempt(route, eventLoop, opener, connectTimeout, listener)
                                .start(addresses)));
    }
}
