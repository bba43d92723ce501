// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Netty and its HTTP/2 codec with the bare minimum of a client: requests, and connections that are filled one after the
 * other. Each request is a channel of Netty's multiplexer, whose flow control has the windows of this library.
 */
final class NettyHttp2Driver implements Driver {

    private static final int STREAM_WINDOW = 256 * 1024;
    private static final int CONNECTION_WINDOW = 16 * 1024 * 1024;

    private final EventLoopGroup eventLoops;
    private final Bootstrap bootstrap;
    private final Function<ResponseRecorder, NettyBody> bodies;
    private final Http2Headers headers;

    /** Guarded by this. */
    private final List<Connection> connections = new ArrayList<>();

    /** @param bodies creates the consumer of a response's body */
    NettyHttp2Driver(Target target, Function<ResponseRecorder, NettyBody> bodies) {
        this.bodies = bodies;
        eventLoops = EventLoops.start("netty-driver", target.eventLoops());
        headers = new DefaultHttp2Headers()
                .method("POST")
                .scheme("http")
                .authority("127.0.0.1:" + target.port())
                .path("/v1/completions")
                .set("content-type", "application/json")
                .setInt("content-length", RequestBody.JSON.length);
        bootstrap = new Bootstrap()
                .group(eventLoops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port()))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(codec(), new Http2MultiplexHandler(new NoPush()));
                    }
                });
    }

    private static Http2FrameCodec codec() {
        return Http2FrameCodecBuilder.forClient()
                .initialSettings(
                        Http2Settings.defaultSettings().pushEnabled(false).initialWindowSize(STREAM_WINDOW))
                .build();
    }

    @Override
    public CompletableFuture<?> send(ResponseRecorder recorder) {
        Connection connection = take();
        Exchange exchange = new Exchange(bodies.apply(recorder), connection);
        connection.connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                open(connection.connecting.channel(), exchange);
            } else {
                exchange.ended.completeExceptionally(connected.cause());
            }
        });
        return exchange.ended.thenRun(exchange.body::onEnd);
    }

    private synchronized Connection take() {
        for (Connection each : connections) {
            if (each.streams < LoadServer.MAX_STREAMS_PER_CONNECTION) {
                each.streams++;
                return each;
            }
        }
        ChannelFuture connecting = bootstrap.connect();
        connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                widen(connecting.channel());
            }
        });
        Connection connection = new Connection(connecting);
        connections.add(connection);
        return connection;
    }

    private synchronized void giveBack(Connection connection) {
        connection.streams--;
    }

    private static void widen(Channel channel) throws Http2Exception {
        Http2Connection connection =
                channel.pipeline().get(Http2FrameCodec.class).connection();
        connection
                .local()
                .flowController()
                .incrementWindowSize(
                        connection.connectionStream(), CONNECTION_WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE);
        channel.flush();
    }

    private void open(Channel connection, Exchange exchange) {
        Future<Http2StreamChannel> opening = new Http2StreamChannelBootstrap(connection)
                .handler(new Stream(exchange))
                .open();
        opening.addListener(opened -> {
            if (opened.isSuccess()) {
                Http2StreamChannel stream = opening.getNow();
                var unusedHead = stream.write(new DefaultHttp2HeadersFrame(headers));
                var unusedBody =
                        stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(RequestBody.JSON), true));
            } else {
                exchange.ended.completeExceptionally(opened.cause());
            }
        });
    }

    @Override
    public void close() {
        EventLoops.stop(eventLoops);
    }

    private static final class Connection {

        private final ChannelFuture connecting;
        private int streams = 1;

        Connection(ChannelFuture connecting) {
            this.connecting = connecting;
        }
    }

    private record Exchange(NettyBody body, Connection connection, CompletableFuture<@Nullable Void> ended) {
        Exchange(NettyBody body, Connection connection) {
            this(body, connection, new CompletableFuture<>());
        }
    }

    private final class Stream extends SimpleChannelInboundHandler<Http2StreamFrame> {

        private final Exchange exchange;
        private boolean complete;

        Stream(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
            if (frame instanceof Http2DataFrame data) {
                exchange.body.onContent(data.content());
                complete = data.isEndStream();
            } else if (frame instanceof Http2ResetFrame
                    || (frame instanceof Http2HeadersFrame head && head.isEndStream())) {
                fail(new IllegalStateException("The stream ended without a body"));
            }
        }

        /** Called when the stream counts no more, so that the next one may be opened. */
        @Override
        public void channelInactive(ChannelHandlerContext context) {
            giveBack(exchange.connection);
            if (complete) {
                exchange.ended.complete(null);
            }
            fail(new IllegalStateException("The stream was closed before the response ended"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(cause);
            var unused = context.close();
        }

        private void fail(Throwable cause) {
            exchange.ended.completeExceptionally(cause);
        }
    }

    /** Refuses streams that the server opens; it does not, as push is off. */
    private static final class NoPush extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            throw new IllegalStateException("The server opened a stream");
        }
    }
}
