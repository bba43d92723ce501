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
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Netty and its HTTP codec with the bare minimum of a client: requests and reused connections. */
final class NettyDriver implements Driver {

    private final EventLoopGroup eventLoops;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Bootstrap bootstrap;
    private final String host;
    private final Function<ResponseRecorder, NettyBody> bodies;

    /** @param bodies creates the consumer of a response's body */
    NettyDriver(Target target, Function<ResponseRecorder, NettyBody> bodies) {
        this.bodies = bodies;
        eventLoops = EventLoops.start("netty-driver", target.eventLoops());
        host = "127.0.0.1:" + target.port();
        bootstrap = new Bootstrap()
                .group(eventLoops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port()))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (target.protocol() == Protocol.TLS) {
                            channel.pipeline().addLast(tls(target.port()));
                        }
                        channel.pipeline().addLast(new HttpClientCodec(), new Connection());
                    }
                });
    }

    /** Returns a handler like that of this library: the JDK's TLS with its default context, and verified host names. */
    private static SslHandler tls(int port) {
        SSLEngine engine;
        try {
            engine = SSLContext.getDefault().createSSLEngine("127.0.0.1", port);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new SslHandler(engine);
    }

    @Override
    public CompletableFuture<?> send(ResponseRecorder recorder) {
        Exchange exchange = new Exchange(bodies.apply(recorder));
        CompletableFuture<?> verified = exchange.ended.thenRun(exchange.body::onEnd);
        Connection connection = idle.pollLast();
        if (connection == null) {
            connect(exchange);
        } else {
            connection.send(exchange);
        }
        return verified;
    }

    private void connect(Exchange exchange) {
        ChannelFuture connecting = bootstrap.connect();
        connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                connecting.channel().pipeline().get(Connection.class).send(exchange);
            } else {
                exchange.ended.completeExceptionally(connected.cause());
            }
        });
    }

    private FullHttpRequest request() {
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, "/v1/completions", Unpooled.wrappedBuffer(RequestBody.JSON));
        request.headers()
                .set(HttpHeaderNames.HOST, host)
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, RequestBody.JSON.length);
        return request;
    }

    @Override
    public void close() {
        EventLoops.stop(eventLoops);
    }

    private record Exchange(NettyBody body, CompletableFuture<@Nullable Void> ended) {
        Exchange(NettyBody body) {
            this(body, new CompletableFuture<>());
        }
    }

    private final class Connection extends SimpleChannelInboundHandler<HttpObject> {

        private volatile @Nullable Channel channel;
        private volatile @Nullable Exchange exchange;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            channel = context.channel();
        }

        void send(Exchange exchange) {
            this.exchange = exchange;
            Channel open = channel;
            if (open != null) {
                var unused = open.writeAndFlush(request(), open.voidPromise());
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            Exchange current = exchange;
            if (current != null && part instanceof HttpContent content) {
                current.body.onContent(content.content());
                if (part instanceof LastHttpContent) {
                    exchange = null;
                    idle.addLast(this);
                    current.ended.complete(null);
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            fail(new IllegalStateException("The connection was closed before the response ended"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(cause);
            var unused = context.close();
        }

        private void fail(Throwable cause) {
            Exchange failed = exchange;
            if (failed != null) {
                failed.ended.completeExceptionally(cause);
            }
        }
    }
}
