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
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A transport over Netty: HTTP/1.1, and HTTP/2 where the server agrees to it in the TLS handshake.
 *
 * <p>Over HTTP/2, up to 256 KiB of a response are read ahead of the demand; the server may send more of it as the handler
 * takes that. A request that the server certainly did not process is sent again once: one that it refused by
 * {@code REFUSED_STREAM} or {@code GOAWAY}, or of which no byte had left when its connection was found closed.
 *
 * <p>Handlers are called on event loops, each exchange on one of them at a time. These are daemon threads that all
 * transports of the process share, unless {@link Builder#eventLoopGroup} lends others.
 */
public final class NettyTransport implements Transport {
    static final String NAME = "netty";

    /** When to speak HTTP/2. */
    public enum Http2 {
        /** With TLS, if the server prefers it in the handshake; without TLS never. */
        NEGOTIATED(new Http2Support(true, false)),
        /** Without TLS too, at once and always (RFC 9113, section 3.3): for servers that are known to speak it. */
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
    private final OpenExchanges open = new OpenExchanges();
    private final CompletableFuture<@Nullable Void> freed = new CompletableFuture<>();

    /** @param eventLoopsFreed frees what the transport holds of the event loops, when nothing needs them any more */
    private NettyTransport(
            TransportInfo info,
            EventLoopGroup eventLoops,
            Connections connections,
            Supplier<? extends Future<?>> eventLoopsFreed) {
        this.info = info;
        this.eventLoops = eventLoops;
        this.connections = connections;
        open.whenEnded(() -> connections
                .close()
                .addListener(closed -> eventLoopsFreed.get().addListener(ended -> freed.complete(null))));
    }

    /** Starts with the default configuration, the event loops of the process and the JVM's trust. */
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
            route = Route.of(request.uri());
        } catch (IllegalArgumentException e) {
            refuse(handler, Kind.INTERNAL, "The request can't be sent: " + e.getMessage());
            return;
        }
        Connection free = connections.takeFree(route);
        EventLoop eventLoop = free == null ? eventLoops.next() : free.eventLoop();
        NettyExchange exchange = new NettyExchange(request, route, handler, connections, eventLoop, open::remove);
        if (!open.add(exchange)) {
            refuse(handler, Kind.CLOSED, "The transport is closed; create another one");
            return;
        }
        try {
            eventLoop.execute(() -> exchange.start(free));
        } catch (RejectedExecutionException e) {
            open.remove(exchange);
            refuse(handler, Kind.CLOSED, "The event loop group of the transport was shut down; lend it a running one");
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
            // The event loops have ended, and what is left of the exchanges can only be told so.
            closeExchanges();
            return;
        }
        open.whenEnded(() -> timer.cancel(false));
    }

    private void closeExchanges() {
        open.all().forEach(NettyExchange::close);
    }

    /** Builds a transport. Not safe for use by several threads at once. */
    public static final class Builder {

        private TransportConfig config = TransportConfig.defaults();
        private @Nullable Io io;
        private @Nullable EventLoopGroup borrowed;
        private @Nullable Path unixDomainSocket;
        private @Nullable Supplier<SSLContext> sslContexts;
        private Http2 http2 = Http2.NEGOTIATED;
        private Duration pingInterval = Http2Limits.DEFAULT_PING_INTERVAL;
        private PoolLimits poolLimits = PoolLimits.DEFAULTS;
        private NameResolver resolver = NameResolver.JVM;

        private Builder() {}

        /**
         * Sets what the transport must keep to. Without a proxy it connects to the servers themselves, whatever the
         * JVM's system properties say.
         */
        public Builder config(TransportConfig config) {
            this.config = config;
            return this;
        }

        /**
         * Lends event loops to the transport, which never closes them; they must outlive it. Default: event loops on
         * daemon threads, which all transports of the process share and the last one ends; they use epoll or kqueue if
         * Netty's native library for it is there, and NIO otherwise.
         *
         * @throws IllegalArgumentException if they can run neither NIO's channels nor those of a native library
         */
        public Builder eventLoopGroup(EventLoopGroup group) {
            Io found = IoDetector.of(group);
            if (found == null) {
                throw new IllegalArgumentException("The event loop group can't run channels of TCP;"
                        + " give a MultiThreadIoEventLoopGroup made with NioIoHandler.newFactory(), or with that of epoll,"
                        + " kqueue or io_uring");
            }
            io = found;
            borrowed = group;
            return this;
        }

        /**
         * Uses io_uring in place of epoll, on event loops that all transports that ask for it share.
         *
         * @throws IllegalStateException if Netty's native library for it is not there, or the kernel does not allow it
         */
        public Builder ioUring() {
            io = IoDetector.ioUring();
            borrowed = null;
            return this;
        }

        /**
         * Sends all requests to a Unix domain socket; their URIs say only what to tell the server there: {@code Host},
         * path, and {@code https} if it speaks TLS. Default: none.
         */
        public Builder unixDomainSocket(Path path) {
            unixDomainSocket = path;
            return this;
        }

        /**
         * Sets where TLS takes its trust and its client certificate from. The host name is checked in any case.
         *
         * @param context the configuration's if this is not called, and the JVM's default context if that has none
         */
        public Builder sslContext(SSLContext context) {
            return sslContext(() -> context);
        }

        /**
         * Sets where TLS takes its trust and its client certificate from, asked anew for each connection: so a
         * certificate can be replaced while the transport is in use. Connections that are open keep what they have, until
         * {@link #maxConnectionAge} at most.
         *
         * @param contexts called on event loops, so it must not block
         */
        public Builder sslContext(Supplier<SSLContext> contexts) {
            sslContexts = contexts;
            return this;
        }

        /** Sets when to speak HTTP/2. Default: {@link Http2#NEGOTIATED}. */
        public Builder http2(Http2 http2) {
            this.http2 = http2;
            return this;
        }

        /**
         * Sets how many connections may be open to one scheme, host and port; further exchanges wait for their turn, in
         * the order in which they were sent. A connection of HTTP/2 carries as many exchanges as the server lets it, and
         * a further one is opened when it is full. One that takes no further exchange, because of its age or because the
         * server said so, does not count while its last exchanges end. Default: 1,000.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxConnections(int maxConnections) {
            poolLimits = poolLimits.withMaxConnections(maxConnections);
            return this;
        }

        /**
         * Sets how long an exchange waits for its turn before it fails with
         * {@link dev.completions4j.transport.TransportException.Kind#ACQUIRE_TIMEOUT}. Default: 10 seconds.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder acquireTimeout(Duration acquireTimeout) {
            poolLimits = poolLimits.withAcquireTimeout(acquireTimeout);
            return this;
        }

        /**
         * Sets the age at which a connection takes no further exchange, so that new ones find the server where its name
         * points to by then; each connection has up to a tenth less. Default: 10 minutes.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxConnectionAge(Duration maxAge) {
            poolLimits = poolLimits.withMaxAge(maxAge);
            return this;
        }

        /** Asks silent servers in shorter intervals. */
        Builder pingInterval(Duration pingInterval) {
            this.pingInterval = pingInterval;
            return this;
        }

        /** Resolves names by other means. */
        Builder lookup(NameResolver.Lookup lookup) {
            resolver = new NameResolver(lookup);
            return this;
        }

        /** Builds a transport that the caller owns. */
        public NettyTransport build() {
            ProxyServer proxy = config.proxy();
            if (proxy != null && unixDomainSocket != null) {
                throw new IllegalStateException(
                        "A proxy and a Unix domain socket are set, and no connection can go to both; leave one out");
            }
            String[] alpn = http2 == Http2.OFF ? new String[0] : new String[] {TlsHandlers.HTTP_2, "http/1.1"};
            TlsHandlers tls = new TlsHandlers(sslContexts(), alpn);
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
                    new Http2Limits(config.maxHeadBytes(), pingInterval),
                    config.maxHeadBytes());
            return new Connections(poolLimits, addresses(used, proxy), opener, config.connectTimeout());
        }

        private Supplier<SSLContext> sslContexts() {
            if (sslContexts != null) {
                return sslContexts;
            }
            SSLContext context = config.sslContext() != null ? config.sslContext() : TlsHandlers.defaultContext();
            return () -> context;
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
