// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens channels, sets up connections step by step, and tracks open channels. */
final class ChannelOpener {

    private final Io io;
    private final Supplier<ByteBufAllocator> allocator;
    private final @Nullable Tunnel tunnel;
    private final TlsHandlers tls;
    private final Http2Support http2;
    private final ConnectionLimits limits;
    private final ChannelGroup open = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

    /** @param tunnel null to connect to servers directly */
    ChannelOpener(
            Io io,
            Supplier<ByteBufAllocator> allocator,
            @Nullable Tunnel tunnel,
            TlsHandlers tls,
            Http2Support http2,
            ConnectionLimits limits) {
        this.io = io;
        this.allocator = allocator;
        this.tunnel = tunnel;
        this.tls = tls;
        this.http2 = http2;
        this.limits = limits;
    }

    /** Returns the tunnel through a proxy; null if there is none. */
    @Nullable Tunnel tunnel() {
        return tunnel;
    }

    /** Opens a channel to an address of the server or of the proxy; starts the tunnel in the latter case. */
    ChannelFuture open(SocketAddress address, Route route, Duration timeout, EventLoop eventLoop) {
        return bootstrap(address)
                .group(eventLoop)
                .option(ChannelOption.ALLOCATOR, allocator.get())
                .option(ChannelOption.AUTO_READ, false)
                // A failed write must not close the channel: an early response may still be unread.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, clampedMillis(timeout))
                .disableResolver()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tunnel != null) {
                            channel.pipeline().addLast(tunnel.handlerFor(address));
                        }
                        channel.pipeline().addLast(new UnfinishedChannel());
                        open.add(channel);
                    }
                })
                .connect(tunnel == null ? address : tunnel.destination(route));
    }

    private Bootstrap bootstrap(SocketAddress address) {
        if (address instanceof InetSocketAddress) {
            return new Bootstrap()
                    .channel(io.tcp())
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true);
        }
        return new Bootstrap().channel(io.unixDomain());
    }

    /** Prepares for TLS; the future completes, never exceptionally, when {@link #secure} does not block. */
    CompletableFuture<?> prepareTls() {
        return tls.prepare();
    }

    /** Starts the TLS handshake; the future completes when it has ended. */
    Future<Channel> secure(Channel channel, Route route) {
        SslHandler handler = tls.handlerFor(route);
        channel.pipeline().addLast(handler, new UnfinishedChannel());
        passOn(channel);
        channel.read();
        return handler.handshakeFuture();
    }

    /** Returns whether connections of the route may carry several exchanges at a time. */
    boolean mayMultiplex(Route route) {
        return http2.mayMultiplex(route);
    }

    /** Creates a connection over a channel, with the protocol of the handshake or the configuration. */
    Future<Connection> finish(Channel channel, Route route, ConnectionListener listener) {
        Future<Connection> connection = speaksHttp2(channel)
                ? Http2ClientConnection.start(route, channel, limits, listener)
                : channel.eventLoop().newSucceededFuture(http1(channel, route, listener));
        passOn(channel);
        return connection;
    }

    /** Passes what has arrived to the handlers that were added last. */
    private static void passOn(Channel channel) {
        channel.pipeline().remove(UnfinishedChannel.class);
    }

    private boolean speaksHttp2(Channel channel) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        return handler == null
                ? http2.inCleartext()
                : TlsHandlers.HTTP_2.equals(handler.engine().getApplicationProtocol());
    }

    private Connection http1(Channel channel, Route route, ConnectionListener listener) {
        int maxHeadBytes = limits.maxHeadBytes();
        FlushWatch flushes = new FlushWatch();
        ResponseDecoder decoder = new ResponseDecoder(maxHeadBytes);
        Http1Connection connection = new Http1Connection(route, channel, flushes, decoder, maxHeadBytes, listener);
        channel.pipeline().addFirst(flushes);
        channel.pipeline().addLast(decoder, connection);
        return connection;
    }

    /** Closes all channels, including those that are opened later. */
    Future<?> close() {
        return open.close();
    }

    /** Returns at least one millisecond, since Netty treats zero as no timeout. */
    private static int clampedMillis(Duration timeout) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
    }
}
