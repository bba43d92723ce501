// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportException.Kind;
import dev.completions4j.transport.TransportFeature;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A transport over Netty 4.1 or 4.2: HTTP/1.1, and HTTP/2 if the server negotiates it in the TLS handshake.
 *
 * <p>Over HTTP/2, up to 256 KiB of each response are read ahead of demand, so that a slow exchange does not block the
 * others of its connection. Their number is limited only by the server ({@code SETTINGS_MAX_CONCURRENT_STREAMS}) and by
 * the caller.
 *
 * <p>A request that the server has certainly not processed is sent again once: after {@code REFUSED_STREAM} or
 * {@code GOAWAY}, or if the connection was closed before any byte was written.
 *
 * <p>Handlers are called on event loops, each exchange on one at a time. The event loops are daemon threads that are
 * shared by all transports of the process, unless {@link Builder#eventLoopGroup} provides others.
 */
public final class NettyTransport implements Transport {
    static final String NAME = "netty";

    /** When HTTP/2 is used. */
    @SuppressWarnings("ImmutableEnumChecker") // A record of two booleans is immutable.
    public enum Http2 {
        /** With TLS, if the server selects it in the handshake; never without TLS. */
        NEGOTIATED(new Http2Support(true, false)),
        /**
         * Always without TLS (RFC 9113, section 3.3), for servers that are known to support it; negotiated with TLS.
         */
        PRIOR_KNOWLEDGE(new Http2Support(true, true)),
        /** Never. */
        OFF(new Http2Support(false, false));

        private final Http2Support support;

        Http2(Http2Support support) {
            this.support = support;
        }
    }

    private final TransportInfo info;
    private final EventLoopGroup eventLoops;
    private final Connections connections;
    private final Routes routes = new Routes();
    private final OpenExchanges open = new OpenExchanges();
    private final Consumer<NettyExchange> whenDone = open::remove;
    private final CompletableFuture<@Nullable Void> freed = new CompletableFuture<>();

    /** @param eventLoopsFreed releases the event loops after the last exchange */
    private NettyTransport(
            TransportInfo info,
            EventLoopGroup eventLoops,
            Connections connections,
            Supplier<? extends Future<?>> eventLoopsFreed) {
        this.info = info;
        this.eventLoops = eventLoops;
        this.connections = connections;
        open.whenEnded(() -> onEventLoop(() -> connections
                .close()
                .addListener(closed -> eventLoopsFreed.get().addListener(ended -> freed.complete(null)))));
    }

    /** Keeps listeners of Netty's futures from the caller's thread, on which they would leave a thread local. */
    private void onEventLoop(Runnable task) {
        try {
            eventLoops.next().execute(task);
        } catch (RejectedExecutionException shutDown) {
            task.run();
        }
    }

    /** Returns a builder with the default configuration, shared event loops and the JVM's default TLS context. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public TransportInfo info() {
        return info;
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        Route route;
        try {
            route = routes.to(request.uri());
        } catch (IllegalArgumentException e) {
            refuse(handler, Kind.INTERNAL, "The request cannot be sent: " + e.getMessage());
            return;
        }
        Connection free = connections.takeFree(route);
        EventLoop eventLoop = free == null ? eventLoops.next() : free.eventLoop();
        NettyExchange exchange = new NettyExchange(request, route, handler, connections, eventLoop, whenDone);
        if (!open.add(exchange)) {
            if (free != null) {
                free.giveBackLater();
            }
            refuse(handler, Kind.CLOSED, "The transport is closed; create a new one");
            return;
        }
        try {
            eventLoop.execute(() -> exchange.start(free));
        } catch (RejectedExecutionException e) {
            open.remove(exchange);
            refuse(handler, Kind.CLOSED, "The transport's event loop group was shut down; provide a running one");
        }
    }

    private static void refuse(ResponseHandler handler, Kind kind, String message) {
        RefusedExchange.refuse(handler, new TransportException(kind, RequestProgress.NOT_SENT, message, null));
    }

    @Override
    public boolean isIoThread() {
        for (EventExecutor eventLoop : eventLoops) {
            if (eventLoop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }

    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        open.close();
        long graceNanos = TimeUnit.NANOSECONDS.convert(grace);
        if (graceNanos <= 0) {
            closeExchanges();
        } else if (!open.haveEnded()) {
            closeExchangesAfter(graceNanos);
        }
        return freed.copy();
    }

    private void closeExchangesAfter(long graceNanos) {
        Future<?> timer;
        try {
            timer = eventLoops.schedule(this::closeExchanges, graceNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The event loops were shut down, so that the exchanges can only be failed.
            closeExchanges();
            return;
        }
        open.whenEnded(() -> timer.cancel(false));
    }

    private void closeExchanges() {
        List<NettyExchange> all = open.all();
        all.forEach(NettyExchange::announceClose);
        all.forEach(NettyExchange::close);
    }

    /** Builds a transport. Not safe for use by several threads at once. */
    public static final class Builder {

        private TransportConfig config = TransportConfig.defaults();
        private @Nullable Io io;
        private @Nullable EventLoopGroup borrowed;
        private @Nullable Path unixDomainSocket;
        private @Nullable Supplier<SSLContext> sslContexts;
        private Http2 http2 = Http2.NEGOTIATED;
        private Duration pingInterval = ConnectionLimits.DEFAULT_PING_INTERVAL;
        private PoolLimits poolLimits = PoolLimits.DEFAULTS;
        private NameResolver resolver = NameResolver.JVM;

        private Builder() {}

        /**
         * Sets the configuration. Without a proxy in it, the transport connects directly to servers, regardless of the
         * JVM's system properties.
         */
        public Builder config(TransportConfig config) {
            this.config = config;
            return this;
        }

        /**
         * Sets the event loops. The caller retains ownership and must keep them running longer than the transport.
         * Default: event loops on daemon threads, which are shared by all transports of the process and stopped with
         * the last one. They use epoll or kqueue if Netty's native library for it is present, and NIO otherwise.
         *
         * @throws IllegalArgumentException if the event loops support neither NIO channels nor those of a native
         *     library
         */
        public Builder eventLoopGroup(EventLoopGroup group) {
            Io found = IoDetector.of(group);
            if (found == null) {
                throw new IllegalArgumentException("The event loop group does not support TCP channels;"
                        + " use a MultiThreadIoEventLoopGroup with NioIoHandler.newFactory(), or with the factory of epoll,"
                        + " kqueue or io_uring (with Netty 4.1: a NioEventLoopGroup, EpollEventLoopGroup or"
                        + " KQueueEventLoopGroup)");
            }
            io = found;
            borrowed = group;
            return this;
        }

        /**
         * Uses io_uring instead of epoll, on event loops that are shared by all transports with this setting. Needs
         * Netty 4.2.
         *
         * @throws IllegalStateException if Netty's native library for it is missing, or the kernel does not allow it
         */
        public Builder ioUring() {
            io = IoDetector.ioUring();
            borrowed = null;
            return this;
        }

        /**
         * Sends all requests to a Unix domain socket. Their URIs determine only {@code Host}, the path, and whether TLS
         * is used. Default: none.
         */
        public Builder unixDomainSocket(Path path) {
            unixDomainSocket = path;
            return this;
        }

        /**
         * Sets the TLS context, with its trust and client certificates. Host names are always verified. Default: the
         * context of the configuration, or the JVM's default context, which is created for the first connection with TLS.
         */
        public Builder sslContext(SSLContext context) {
            return sslContext(() -> context);
        }

        /**
         * Sets a supplier of the TLS context that is called for each connection, so that certificates can be replaced
         * while the transport is in use. Open connections are not affected, and are kept for {@link #maxConnectionAge}
         * at most.
         *
         * @param contexts called on event loops; must not block
         */
        public Builder sslContext(Supplier<SSLContext> contexts) {
            sslContexts = contexts;
            return this;
        }

        /** Sets when HTTP/2 is used. Default: {@link Http2#NEGOTIATED}. */
        public Builder http2(Http2 http2) {
            this.http2 = http2;
            return this;
        }

        /**
         * Sets the maximum number of connections per scheme, host and port; further exchanges wait in the order in
         * which they were sent. An HTTP/2 connection carries as many exchanges as the server allows; another one is
         * opened when it is full. A connection that accepts no further exchange, because of its age or at the server's
         * request, is not counted. Default: 1,000.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxConnections(int maxConnections) {
            poolLimits = poolLimits.withMaxConnections(maxConnections);
            return this;
        }

        /**
         * Sets the maximum time that an exchange waits for a free connection. It fails with
         * {@link dev.completions4j.transport.TransportException.Kind#ACQUIRE_TIMEOUT} if no further connection may be
         * opened. Otherwise, it continues to wait for a connection that is being opened, which has a timeout of its
         * own. Default: 10 seconds.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder acquireTimeout(Duration acquireTimeout) {
            poolLimits = poolLimits.withAcquireTimeout(acquireTimeout);
            return this;
        }

        /**
         * Sets the age at which a connection accepts no further exchange, and is closed after the last one, so that
         * changes of name resolution take effect. The age is reduced by up to a tenth at random. Default: 10 minutes.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxConnectionAge(Duration maxAge) {
            poolLimits = poolLimits.withMaxAge(maxAge);
            return this;
        }

        /** Sets the interval of HTTP/2 pings, for tests. */
        Builder pingInterval(Duration pingInterval) {
            this.pingInterval = pingInterval;
            return this;
        }

        /** Sets the name lookup, for tests. */
        Builder lookup(NameResolver.Lookup lookup) {
            resolver = new NameResolver(lookup);
            return this;
        }

        /** Builds a transport, which the caller must shut down. */
        public NettyTransport build() {
            ProxyServer proxy = config.proxy();
            if (proxy != null && unixDomainSocket != null) {
                throw new IllegalStateException("Both a proxy and a Unix domain socket are set; remove one of them");
            }
            String[] alpn = http2 == Http2.OFF ? new String[0] : new String[] {TlsHandlers.HTTP_2, "http/1.1"};
            TlsHandlers tls = new TlsHandlers(tlsContexts(), alpn);
            Io used = io == null ? IoDetector.best() : io;
            EventLoopGroup lent = borrowed;
            if (lent != null) {
                Future<?> nothingToFree = ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);
                return new NettyTransport(
                        info(),
                        lent,
                        connections(used, () -> ByteBufAllocator.DEFAULT, proxy, tls),
                        () -> nothingToFree);
            }
            SharedEventLoops shared = SharedEventLoops.borrow(used);
            return new NettyTransport(
                    info(),
                    shared.group(),
                    connections(used, shared::allocator, proxy, tls),
                    () -> SharedEventLoops.giveBack(used));
        }

        private Connections connections(
                Io used, Supplier<ByteBufAllocator> allocator, @Nullable ProxyServer proxy, TlsHandlers tls) {
            ChannelOpener opener = new ChannelOpener(
                    used,
                    allocator,
                    proxy == null ? null : new Tunnel(proxy),
                    tls,
                    http2.support,
                    new ConnectionLimits(config.maxHeadBytes(), pingInterval));
            return new Connections(poolLimits, addresses(used, proxy), opener, config.connectTimeout());
        }

        private TlsContexts tlsContexts() {
            Supplier<SSLContext> supplied = sslContexts;
            if (supplied != null) {
                return supplied::get;
            }
            SSLContext configured = config.sslContext();
            return configured == null ? DefaultTlsContext.INSTANCE : () -> configured;
        }

        private Addresses addresses(Io used, @Nullable ProxyServer proxy) {
            if (unixDomainSocket != null) {
                List<SocketAddress> socket = List.of(used.unixDomainAddress().apply(unixDomainSocket));
                return (route, eventLoop) -> eventLoop.newSucceededFuture(socket);
            }
            NameResolver names = resolver;
            if (proxy != null) {
                return (route, eventLoop) -> names.resolve(proxy.host(), proxy.port(), eventLoop);
            }
            return (route, eventLoop) -> names.resolve(route.host(), route.port(), eventLoop);
        }

        private TransportInfo info() {
            Set<String> protocols = http2 == Http2.OFF ? Set.of("HTTP/1.1") : Set.of("HTTP/1.1", "HTTP/2");
            Set<TransportFeature> features = EnumSet.of(
                    TransportFeature.HTTP_PROXY,
                    TransportFeature.SOCKS_PROXY,
                    TransportFeature.UNIX_DOMAIN_SOCKETS,
                    TransportFeature.CONNECTION_EVENTS);
            if (http2 != Http2.OFF) {
                features.add(TransportFeature.HTTP_2);
                features.add(TransportFeature.REFUSED_STREAMS);
            }
            if (http2 == Http2.PRIOR_KNOWLEDGE) {
                features.add(TransportFeature.HTTP_2_CLEARTEXT);
            }
            return new TransportInfo(NAME, protocols, features);
        }
    }
}
