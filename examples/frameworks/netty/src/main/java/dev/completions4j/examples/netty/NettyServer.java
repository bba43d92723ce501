// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.netty;

import dev.completions4j.CompletionsClient;
import dev.completions4j.transport.netty.NettyTransport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Answers {@code GET /complete?prompt=…} with server-sent events, on the event loops that also run the client. */
public final class NettyServer implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int MAX_REQUEST_BYTES = 64 * 1024;

    private final EventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    private final NettyTransport transport =
            NettyTransport.builder().eventLoopGroup(eventLoops).build();
    private final CompletionsClient client;
    private final Channel listener;

    /** @param port 0 to let the system choose */
    public NettyServer(String modelUrl, int port) {
        client = CompletionsClient.builder()
                .baseUrl(modelUrl)
                .transport(transport)
                .build();
        listener = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES))
                                .addLast(new CompletionsHandler(client));
                    }
                })
                .bind(port)
                .syncUninterruptibly()
                .channel();
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Waits for the streams that have begun, and stops the event loops last. */
    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        client.shutdown(GRACE).join();
        transport.shutdown(Duration.ZERO).join();
        eventLoops.shutdownGracefully().syncUninterruptibly();
    }
}
