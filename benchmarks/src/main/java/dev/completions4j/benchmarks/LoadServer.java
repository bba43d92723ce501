// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import dev.completions4j.testkit.server.TestCertificate;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * A server on the loopback interface that answers every POST with the bytes of one workload.
 *
 * <p>Does as little work as possible: it only finds the end of each request, and its responses are built in advance.
 */
final class LoadServer implements AutoCloseable {

    /** The number of streams that an HTTP/2 connection may have open at once. */
    static final int MAX_STREAMS_PER_CONNECTION = 250;

    private static final int THREADS = 2;
    private static final int BACKLOG = 4096;

    private final EventLoopGroup eventLoops = EventLoops.start("load-server", THREADS);
    private final Channel listening;

    LoadServer(Protocol protocol, Workload workload) {
        Pipelines pipelines = pipelines(protocol, workload);
        listening = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        pipelines.fill(channel.pipeline());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    /** Adds the handlers of a connection. */
    private interface Pipelines {
        void fill(ChannelPipeline pipeline);
    }

    /** Creates the handlers that respond over HTTP/1.1; each receives one message per request. */
    interface Responders {
        ChannelHandler newResponder();
    }

    private Pipelines pipelines(Protocol protocol, Workload workload) {
        Answer answer = new Answer(workload);
        if (protocol == Protocol.HTTP_2) {
            Http2Responders responders = new Http2Responders(answer, workload, eventLoops);
            return pipeline -> pipeline.addLast(responders.newConnection());
        }
        Http1Answer bytes = new Http1Answer(answer);
        Responders responders = switch (workload.delivery()) {
            case WHOLE, BURST ->
                workload.intervalMillis() == 0
                        ? new BurstResponders(bytes)
                        : new DelayedResponders(bytes, workload.intervalMillis());
            case PACED, PACED_UNSTAMPED ->
                new PacedResponders(bytes, PacingWheel.perEventLoop(eventLoops, workload.intervalMillis()));
        };
        if (protocol == Protocol.HTTP_1) {
            return pipeline -> pipeline.addLast(new RequestReader(), responders.newResponder());
        }
        SSLContext tls = TestCertificate.serverContext();
        return pipeline -> {
            SSLEngine engine = tls.createSSLEngine();
            engine.setUseClientMode(false);
            pipeline.addLast(new SslHandler(engine), new RequestReader(), responders.newResponder());
        };
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        EventLoops.stop(eventLoops);
    }
}
