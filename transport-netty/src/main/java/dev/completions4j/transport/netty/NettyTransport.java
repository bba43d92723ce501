package dev.completions4j.transport.netty;

import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportException.Kind;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A transport over Netty: HTTP/1.1, plain and over TLS.
 *
 * <p>Handlers are called on event loops, each exchange on one of them. These are daemon threads of the transport's own
 * unless {@link Builder#eventLoopGroup} lends it others.
 */
public final class NettyTransport implements Transport {

    private static final TransportInfo INFO = new TransportInfo(NettyTransportProvider.NAME, Set.of("HTTP/1.1"));

    private final EventLoopGroup eventLoops;
    private final Connections connections;
    private final OpenExchanges open = new OpenExchanges();
    private final CompletableFuture<@Nullable Void> freed = new CompletableFuture<>();

    /** @param eventLoopsFreed frees what is owned of the event loops, when nothing needs them any more */
    private NettyTransport(
            EventLoopGroup eventLoops, Supplier<? extends Future<?>> eventLoopsFreed, Connections connections) {
        this.eventLoops = eventLoops;
        this.connections = connections;
        open.whenEnded(() -> connections
                .close()
                .addListener(closed -> eventLoopsFreed.get().addListener(ended -> freed.complete(null))));
    }

    /** Starts with the default configuration, event loops of the transport's own and the JVM's trust. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public TransportInfo info() {
        return INFO;
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
        HttpConnection idle = connections.takeIdle(route);
        EventLoop eventLoop = idle == null ? eventLoops.next() : idle.eventLoop();
        NettyExchange exchange = new NettyExchange(request, route, handler, connections, eventLoop, open::remove);
        if (!open.add(exchange)) {
            refuse(handler, Kind.CLOSED, "The transport is closed; create another one");
            return;
        }
        try {
            eventLoop.execute(() -> exchange.start(idle));
        } catch (RejectedExecutionException e) {
            open.remove(exchange);
            refuse(handler, Kind.CLOSED, "The event loop group of the transport was shut down; lend it a running one");
        }
    }

    private static void refuse(ResponseHandler handler, Kind kind, String message) {
        RefusedExchange.refuse(handler, new TransportException(kind, RequestProgress.NOT_SENT, message, null));
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

        private static final int MAX_EVENT_LOOPS = 4;

        private TransportConfig config = TransportConfig.defaults();
        private @Nullable EventLoopGroup borrowed;
        private @Nullable SSLContext sslContext;
        private NameResolver.Lookup lookup = InetAddress::getAllByName;

        private Builder() {}

        /** Sets what the transport must keep to. */
        public Builder config(TransportConfig config) {
            this.config = config;
            return this;
        }

        /**
         * Lends event loops to the transport, which never closes them; they must outlive it.
         *
         * @throws IllegalArgumentException if they can't run NIO channels
         */
        public Builder eventLoopGroup(EventLoopGroup group) {
            if (!(group instanceof IoEventLoopGroup io) || !io.isCompatible(NioIoHandle.class)) {
                throw new IllegalArgumentException("The event loop group can't run NIO channels;"
                        + " give a MultiThreadIoEventLoopGroup made with NioIoHandler.newFactory()");
            }
            borrowed = group;
            return this;
        }

        /**
         * Sets where TLS takes its trust and its client certificate from. The host name is checked in any case.
         *
         * @param context the JVM's default context if this is not called
         */
        public Builder sslContext(SSLContext context) {
            sslContext = context;
            return this;
        }

        /** Resolves names by other means. */
        Builder lookup(NameResolver.Lookup lookup) {
            this.lookup = lookup;
            return this;
        }

        /** Builds a transport that the caller owns. */
        public NettyTransport build() {
            TlsHandlers tls = new TlsHandlers(sslContext == null ? TlsHandlers.defaultContext() : sslContext);
            Connections connections = new Connections(config, tls, lookup);
            if (borrowed != null) {
                Future<?> nothingToFree = ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);
                return new NettyTransport(borrowed, () -> nothingToFree, connections);
            }
            EventLoopGroup owned = new MultiThreadIoEventLoopGroup(
                    Math.min(Runtime.getRuntime().availableProcessors(), MAX_EVENT_LOOPS),
                    new DaemonThreads("completions4j-netty-"),
                    NioIoHandler.newFactory());
            return new NettyTransport(owned, () -> owned.shutdownGracefully(0, 1, TimeUnit.SECONDS), connections);
        }
    }
}
