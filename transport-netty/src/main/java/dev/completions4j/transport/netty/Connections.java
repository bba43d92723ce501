package dev.completions4j.transport.netty;

import dev.completions4j.transport.TransportConfig;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** All connections of a transport: the idle ones, and new ones. Safe for use by any thread. */
final class Connections {

    private final ConnectionPool pool = new ConnectionPool();
    private final NameResolver resolver;
    private final ChannelOpener opener;
    private final Duration connectTimeout;

    Connections(TransportConfig config, TlsHandlers tls, NameResolver.Lookup lookup) {
        this.resolver = new NameResolver(lookup);
        this.opener = new ChannelOpener(tls, pool, config.maxHeadBytes());
        this.connectTimeout = config.connectTimeout();
    }

    /** Takes an idle connection; null if there is none. */
    @Nullable HttpConnection takeIdle(Route route) {
        return pool.take(route);
    }

    /** Takes back a connection that {@link #takeIdle} gave and no exchange used; on its event loop. */
    void giveBack(HttpConnection unused) {
        if (unused.isIdle()) {
            pool.put(unused);
        }
    }

    /** Opens a connection, as {@link ConnectAttempt#start} says; on that event loop. */
    Future<HttpConnection> connect(Route route, EventLoop eventLoop) {
        return new ConnectAttempt(route, eventLoop, opener, connectTimeout).start(resolver);
    }

    /** Closes everything; no connection can be opened from then on. */
    Future<?> close() {
        resolver.close();
        return opener.close();
    }
}
