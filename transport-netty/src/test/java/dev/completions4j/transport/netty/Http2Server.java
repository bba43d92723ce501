// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** An HTTP/2 server on the loopback address whose script controls every frame. */
@SuppressWarnings("FutureReturnValueIgnored") // Failures show in the client, which is under test.
final class Http2Server implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    /** The actions of the server for a request, on its event loop. */
    @FunctionalInterface
    interface Script {

        /** Called when the request is complete. */
        void onRequest(Exchange exchange);

        /** Called when the head of the request has arrived, but not its body. */
        default void onHead(Exchange exchange) {}
    }

    private final EventLoopGroup eventLoop = TestEventLoops.nio(1);
    private final List<Channel> connections = new CopyOnWriteArrayList<>();
    private final Set<Channel> connectionsWithRequests = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Http2Settings> clientSettings = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> resets = new LinkedBlockingQueue<>();
    private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
    private final AtomicInteger closedConnections = new AtomicInteger();
    private final CountDownLatch aConnectionClosed = new CountDownLatch(1);
    private final @Nullable SSLContext tls;
    private final Http2Settings settings;
    private final Script script;
    private final Channel listener;

    private Http2Server(@Nullable SSLContext tls, Http2Settings settings, Script script) {
        this.tls = tls;
        this.settings = settings;
        this.script = script;
        listener = new ServerBootstrap()
                .group(eventLoop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        prepare(channel);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    static Http2Server cleartext(Script script) {
        return cleartext(Http2Settings.defaultSettings(), script);
    }

    static Http2Server cleartext(Http2Settings settings, Script script) {
        return new Http2Server(null, settings, script);
    }

    /** Returns a server that selects HTTP/2 in the handshake, and supports nothing else. */
    static Http2Server secure(SSLContext tls, Script script) {
        return new Http2Server(tls, Http2Settings.defaultSettings(), script);
    }

    String baseUrl() {
        int port = ((InetSocketAddress) listener.localAddress()).getPort();
        return (tls == null ? "http" : "https") + "://127.0.0.1:" + port;
    }

    int connections() {
        return connections.size();
    }

    /** Returns the number of connections on which a request has arrived. */
    int connectionsWithRequests() {
        return connectionsWithRequests.size();
    }

    int closedConnections() {
        return closedConnections.get();
    }

    /** Waits for and returns the next exchange. */
    Exchange nextExchange() throws InterruptedException {
        return next(exchanges);
    }

    /** Waits for and returns the stream that the client reset next, and the error code. */
    String nextReset() throws InterruptedException {
        return next(resets);
    }

    boolean hasNoFurtherReset() {
        return resets.isEmpty();
    }

    Http2Settings nextClientSettings() throws InterruptedException {
        return next(clientSettings);
    }

    boolean awaitClosedConnection() throws InterruptedException {
        return aConnectionClosed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        connections.forEach(Channel::close);
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("Nothing was received in time");
        }
        return next;
    }

    private void prepare(Channel channel) {
        connections.add(channel);
        channel.closeFuture().addListener(closed -> {
            closedConnections.incrementAndGet();
            aConnectionClosed.countDown();
        });
        if (tls != null) {
            SSLEngine engine = tls.createSSLEngine();
            engine.setUseClientMode(false);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            engine.setSSLParameters(parameters);
            channel.pipeline().addLast(new SslHandler(engine), new AfterHandshake());
        } else {
            initHttp2(channel.pipeline());
        }
    }

    private void initHttp2(ChannelPipeline pipeline) {
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(settings)
                .validateHeaders(false)
                .build();
        pipeline.addLast(codec, new Frames(codec));
    }

    /**
     * Writes nothing before the handshake is complete: what Netty retains until then leaks if the event loop ends
     * earlier.
     */
    private final class AfterHandshake extends ApplicationProtocolNegotiationHandler {

        AfterHandshake() {
            super(ApplicationProtocolNames.HTTP_2);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            initHttp2(context.pipeline());
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** One request and its response. Thread-safe. */
    static final class Exchange {

        private final ChannelHandlerContext context;
        private final Http2FrameCodec codec;
        private final Http2FrameStream stream;
        private final Http2Headers head;
        private final StringBuilder body = new StringBuilder();
        private final AtomicLong written = new AtomicLong();
        private final Semaphore writes = new Semaphore(0);

        Exchange(ChannelHandlerContext context, Http2FrameCodec codec, Http2HeadersFrame frame) {
            this.context = context;
            this.codec = codec;
            this.stream = frame.stream();
            this.head = frame.headers();
        }

        int streamId() {
            return stream.id();
        }

        Http2Headers head() {
            return head;
        }

        synchronized String body() {
            return body.toString();
        }

        private synchronized void add(ByteBuf content) {
            body.append(content.toString(US_ASCII));
        }

        void ok(String content) {
            head("200");
            data(content, true);
        }

        void head(String status) {
            head(new DefaultHttp2Headers().status(status), false);
        }

        void head(Http2Headers headers, boolean last) {
            onEventLoop(() -> context.writeAndFlush(new DefaultHttp2HeadersFrame(headers, last).stream(stream)));
        }

        void data(String content, boolean last) {
            data(Unpooled.copiedBuffer(content, US_ASCII), last);
        }

        /** Sends data as the client's windows permit. */
        void data(ByteBuf content, boolean last) {
            int bytes = content.readableBytes();
            onEventLoop(() -> context.writeAndFlush(new DefaultHttp2DataFrame(content, last).stream(stream))
                    .addListener(done -> {
                        if (done.isSuccess()) {
                            written.addAndGet(bytes);
                            writes.release();
                        }
                    }));
        }

        /** Returns the number of body bytes that were written. */
        long written() {
            return written.get();
        }

        void awaitWrites(int count) throws InterruptedException {
            if (!writes.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("Only " + written + " bytes were written in time");
            }
        }

        void reset(Http2Error error) {
            onEventLoop(() -> context.writeAndFlush(new DefaultHttp2ResetFrame(error).stream(stream)));
        }

        void goAway(int lastStreamId, Http2Error error) {
            onEventLoop(() -> {
                codec.goAway(context, lastStreamId, error.code(), Unpooled.EMPTY_BUFFER, context.newPromise());
                context.flush();
            });
        }

        void closeConnection() {
            onEventLoop(() -> context.pipeline().firstContext().close());
        }

        /** Stops reading from the connection, so that pings are not answered. */
        void stopReading() {
            onEventLoop(() -> context.channel().config().setAutoRead(false));
        }

        private void onEventLoop(Runnable task) {
            context.executor().execute(task);
        }
    }

    private final class Frames extends ChannelDuplexHandler {

        private final Http2FrameCodec codec;
        private final List<Exchange> open = new CopyOnWriteArrayList<>();

        Frames(Http2FrameCodec codec) {
            this.codec = codec;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            try {
                if (frame instanceof Http2HeadersFrame headers) {
                    Exchange exchange = new Exchange(context, codec, headers);
                    open.add(exchange);
                    connectionsWithRequests.add(context.channel());
                    script.onHead(exchange);
                    if (headers.isEndStream()) {
                        begin(exchange);
                    }
                } else if (frame instanceof Http2DataFrame data) {
                    onData(context, data);
                } else if (frame instanceof Http2ResetFrame reset) {
                    resets.add(reset.stream().id() + " " + Http2Error.valueOf(reset.errorCode()));
                } else if (frame instanceof Http2SettingsFrame received) {
                    clientSettings.add(received.settings());
                }
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }

        private void onData(ChannelHandlerContext context, Http2DataFrame data) {
            for (Exchange exchange : open) {
                if (exchange.stream.equals(data.stream())) {
                    exchange.add(data.content());
                    context.writeAndFlush(
                            new DefaultHttp2WindowUpdateFrame(data.initialFlowControlledBytes()).stream(data.stream()));
                    if (data.isEndStream()) {
                        begin(exchange);
                    }
                }
            }
        }

        private void begin(Exchange exchange) {
            exchanges.add(exchange);
            script.onRequest(exchange);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
