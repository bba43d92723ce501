// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A server on the loopback interface that answers every POST with the bytes of one workload, over HTTP/1.1.
 *
 * <p>Does as little work as possible: it only finds the end of each request, and its responses are built in advance.
 */
final class LoadServer implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int BACKLOG = 4096;

    private final MultiThreadIoEventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(
            THREADS, new DefaultThreadFactory("load-server", true), NioIoHandler.newFactory());

    private final Channel listening;

    LoadServer(Workload workload) {
        Answer answer = new Answer(workload);
        Responders responders = switch (workload.delivery()) {
            case WHOLE, BURST -> new BurstResponders(answer);
            case PACED -> new PacedResponders(answer, workload.intervalMillis(), eventLoops);
        };
        listening = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new RequestReader(), responders.newResponder());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    /** Creates the handlers that respond; each receives one message per request. */
    interface Responders {
        ChannelHandler newResponder();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
