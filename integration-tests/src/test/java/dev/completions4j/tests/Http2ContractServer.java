// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.tck.ContractServer;
import dev.completions4j.transport.tck.ServerExchange;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Serves HTTP/2 over TLS on real sockets; the event loop of a connection executes the steps of its streams. */
@SuppressWarnings("FutureReturnValueIgnored") // Steps after the client has disconnected are discarded.
public final class Http2ContractServer implements ContractServer {

    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("http2-contract-server", true), NioIoHandler.newFactory());
    private final BlockingQueue<ServerExchange> arrived = new LinkedBlockingQueue<>();
    private final Channel listener;

    public Http2ContractServer() {
        listener = new ServerBootstrap()
                .group(eventLoop)
                .channel(NioServerSocketChannel.class)
                .childHandler(initializer(this::prepare))
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    @Override
    public String protocol() {
        return "HTTP/2";
    }

    @Override
    public String baseUrl() {
        return "https://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public SSLContext clientTls() {
        return TestCertificate.clientContext();
    }

    @Override
    public @Nullable ServerExchange next(Duration patience) throws InterruptedException {
        return arrived.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void prepare(Channel connection) {
        SSLEngine engine = TestCertificate.serverContext().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {ApplicationProtocolNames.HTTP_2});
        engine.setSSLParameters(parameters);
        connection.pipeline().addLast(new SslHandler(engine), new AfterHandshake());
    }

    private static ChannelInitializer<Channel> initializer(Consumer<Channel> prepare) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                prepare.accept(channel);
            }
        };
    }

    /**
     * Writes nothing before the handshake is complete: what Netty retains until then leaks if the event loop ends
     * earlier.
     */
    private final class AfterHandshake extends ApplicationProtocolNegotiationHandler {

        AfterHandshake() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            context.pipeline()
                    .addLast(
                            // Unlike Netty's default, either side may reset any number of streams, as in a soak.
                            Http2FrameCodecBuilder.forServer()
                                    .decoderEnforceMaxRstFramesPerWindow(0, 0)
                                    .encoderEnforceMaxRstFramesPerWindow(0, 0)
                                    .build(),
                            new Http2MultiplexHandler(
                                    initializer(stream -> stream.pipeline().addLast(new RequestReader()))));
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** Collects the request of one stream. */
    private final class RequestReader extends ChannelInboundHandlerAdapter {

        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private @Nullable Http2Headers head;
        private @Nullable Steps steps;

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            try {
                if (frame instanceof Http2HeadersFrame headers) {
                    head = headers.headers();
                    finishIf(headers.isEndStream(), context);
                } else if (frame instanceof Http2DataFrame data) {
                    byte[] bytes = new byte[data.content().readableBytes()];
                    data.content().readBytes(bytes);
                    body.writeBytes(bytes);
                    finishIf(data.isEndStream(), context);
                }
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }

        private void finishIf(boolean whole, ChannelHandlerContext context) {
            if (whole) {
                steps = new Steps(context.channel(), request(Objects.requireNonNull(head)));
                arrived.add(steps);
            }
        }

        private ReceivedRequest request(Http2Headers received) {
            HttpHeaders.Builder headers = HttpHeaders.builder();
            received.forEach(header -> {
                String name = header.getKey().toString();
                if (!name.startsWith(":")) {
                    headers.add(name, header.getValue().toString());
                }
            });
            return new ReceivedRequest(
                    received.method().toString(),
                    received.path().toString(),
                    headers.build(),
                    ByteBuffer.wrap(body.toByteArray()));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame && steps != null) {
                steps.aborted.countDown();
            }
            ReferenceCountUtil.release(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private static final class Steps implements ServerExchange {

        private final Channel stream;
        private final ReceivedRequest request;
        private final AtomicLong written = new AtomicLong();
        private final CountDownLatch aborted = new CountDownLatch(1);

        Steps(Channel stream, ReceivedRequest request) {
            this.stream = stream;
            this.request = request;
            // A connection with many streams must not retain those that have ended.
            ChannelFutureListener abort = closed -> aborted.countDown();
            stream.parent().closeFuture().addListener(abort);
            stream.closeFuture()
                    .addListener(closed -> stream.parent().closeFuture().removeListener(abort));
        }

        @Override
        public ReceivedRequest request() {
            return request;
        }

        @Override
        public void head(int status, HttpHeaders headers) {
            Http2Headers head = new DefaultHttp2Headers().status(Integer.toString(status));
            headers.forEach((name, value) -> head.add(name.toLowerCase(Locale.ROOT), value));
            stream.writeAndFlush(new DefaultHttp2HeadersFrame(head, false));
        }

        @Override
        public void data(byte[] bytes) {
            stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes)))
                    .addListener(done -> {
                        if (done.isSuccess()) {
                            written.addAndGet(bytes.length);
                        }
                    });
        }

        @Override
        public void end() {
            stream.writeAndFlush(new DefaultHttp2DataFrame(true));
        }

        @Override
        public void cut() {
            stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
        }

        @Override
        public void refuse() {
            stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM));
        }

        @Override
        public long written() {
            return written.get();
        }

        @Override
        public boolean awaitAbort(Duration patience) throws InterruptedException {
            return aborted.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
