package dev.completions4j.transport.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Opens channels that are ready to become connections, and knows all that are open. */
final class ChannelOpener {

    private final TlsHandlers tls;
    private final ConnectionPool pool;
    private final int maxHeadBytes;
    private final ChannelGroup open = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

    ChannelOpener(TlsHandlers tls, ConnectionPool pool, int maxHeadBytes) {
        this.tls = tls;
        this.pool = pool;
        this.maxHeadBytes = maxHeadBytes;
    }

    /** Opens a channel whose pipeline ends with its {@link HttpConnection}; the TLS handshake begins by itself. */
    ChannelFuture open(InetSocketAddress address, Duration timeout, Route route, EventLoop eventLoop) {
        return new Bootstrap()
                .group(eventLoop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.AUTO_READ, false)
                // A write that fails must not close the channel: the server's early answer may still be in it.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, clampedMillis(timeout))
                .disableResolver()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        prepare(channel, route);
                    }
                })
                .connect(address);
    }

    /** Closes all channels, and those that may yet be opened. */
    Future<?> close() {
        return open.close();
    }

    private void prepare(Channel channel, Route route) {
        ResponseDecoder decoder = new ResponseDecoder(maxHeadBytes);
        HttpConnection connection = new HttpConnection(route, channel, decoder, maxHeadBytes, pool::put);
        if (route.isTls()) {
            channel.pipeline().addLast(tls.handlerFor(route));
        }
        channel.pipeline().addLast(decoder, new HttpRequestEncoder(), connection);
        channel.closeFuture().addListener(closed -> pool.remove(connection));
        open.add(channel);
    }

    /** Netty takes zero for no timeout. */
    private static int clampedMillis(Duration timeout) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
    }
}
