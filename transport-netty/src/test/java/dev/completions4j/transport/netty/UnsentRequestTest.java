// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Tests requests whose write fails. Without sockets, because with them the order of a request and the server's RST
 * cannot be controlled.
 */
@SuppressWarnings("FutureReturnValueIgnored") // The events report the outcome.
final class UnsentRequestTest {

    private final List<String> events = new ArrayList<>();

    @Test
    void isUnprocessedIfNoByteWasSent() {
        EmbeddedChannel channel = channelWithRequest(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                ReferenceCountUtil.release(message);
                promise.setFailure(new IOException("Connection reset by peer"));
            }
        });

        assertThat(events).containsExactly("send", "unprocessed RESET NOT_SENT");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void mayHaveBeenProcessedIfSomeBytesWereSent() {
        EmbeddedChannel channel = channelWithRequest(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                ReferenceCountUtil.release(message);
                ((ChannelProgressivePromise) promise)
                        .setProgress(1, 2)
                        .setFailure(new IOException("Connection reset by peer"));
            }
        });
        assertThat(events).containsExactly("send");
        channel.close();

        assertThat(events).containsExactly("send", "failure RESET MAYBE_SENT");
        channel.finishAndReleaseAll();
    }

    @Test
    void mayHaveBeenProcessedIfOneOfItsRecordsWasSent() {
        EmbeddedChannel channel = channelWithRequest(
                new ChannelOutboundHandlerAdapter() {
                    private boolean first = true;

                    @Override
                    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                        if (first) {
                            first = false;
                            context.write(message, promise);
                        } else {
                            ReferenceCountUtil.release(message);
                            promise.setFailure(new IOException("Connection reset by peer"));
                        }
                    }
                },
                new RecordWriter());
        assertThat(events).containsExactly("send");
        channel.close();

        assertThat(events).containsExactly("send", "failure RESET MAYBE_SENT");
        channel.finishAndReleaseAll();
    }

    /** A server that closes an idle connection may announce it with a 408. */
    @Test
    void isNotUnprocessedOnceAResponseHasBegun() {
        AtomicReference<ChannelPromise> written = new AtomicReference<>();
        EmbeddedChannel channel = channelWithRequest(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                ReferenceCountUtil.release(message);
                written.set(promise);
            }
        });
        receive(channel, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 4\r\n\r\n");
        written.get().setFailure(new IOException("Connection reset by peer"));
        receive(channel, "late");

        assertThat(events).containsExactly("send", "head", "content", "end");
        assertThat(channel.isOpen()).isFalse();
    }

    private static void receive(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
    }

    @Test
    void isUnprocessedIfItsStreamWasNotOpened() {
        Http2Peer peer = new Http2Peer();
        Connection connection = peer.connect();
        peer.broken = true;
        connection.send(TransportFixture.request("http://host.test/", "x"), new RecordingSink(events));
        peer.channel.runPendingTasks();

        assertThat(events).containsExactly("send", "unprocessed RESET NOT_SENT");
        assertThat(connection.isUsable()).isFalse();
        assertThat(peer.channel.isOpen()).isFalse();
    }

    @Test
    void mayHaveBeenProcessedIfAnotherStreamFailsItsConnection() {
        Http2Peer peer = new Http2Peer();
        Connection connection = peer.connect();
        connection.send(TransportFixture.request("http://host.test/", "x"), new RecordingSink(events));
        peer.broken = true;
        connection.send(TransportFixture.request("http://host.test/", "y"), new RecordingSink(events));
        peer.channel.runPendingTasks();

        assertThat(events).containsExactly("send", "send", "unprocessed RESET NOT_SENT", "failure RESET MAYBE_SENT");
        assertThat(peer.channel.isOpen()).isFalse();
    }

    /** An HTTP/2 server whose connection breaks. */
    private static final class Http2Peer extends ChannelOutboundHandlerAdapter {

        private final EmbeddedChannel channel = new EmbeddedChannel(this);
        private boolean broken;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
            if (broken) {
                promise.setFailure(new IOException("Broken pipe"));
            } else {
                promise.setSuccess();
            }
        }

        private Connection connect() {
            Future<Connection> connection = Http2ClientConnection.start(
                    new Route("http", "host.test", 80),
                    channel,
                    new ConnectionLimits(8192, ConnectionLimits.DEFAULT_PING_INTERVAL),
                    new UninterestedListener());
            channel.writeInbound(Unpooled.wrappedBuffer(RawHttp2.frame(RawHttp2.SETTINGS, 0, 0)));
            return connection.getNow();
        }
    }

    /** Writes each message in two pieces with promises of its own, as TLS does. */
    private static final class RecordWriter extends ChannelOutboundHandlerAdapter {

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ByteBuf bytes = (ByteBuf) message;
            context.write(bytes.readRetainedSlice(1));
            context.write(bytes, promise);
        }
    }

    /** Returns a channel whose writes end in the given socket, to which a request was sent through the handlers. */
    private EmbeddedChannel channelWithRequest(ChannelOutboundHandlerAdapter socket, ChannelHandler... handlers) {
        Route route = new Route("http", "host.test", 80);
        FlushWatch flushes = new FlushWatch();
        ResponseDecoder decoder = new ResponseDecoder(8192);
        EmbeddedChannel channel = new EmbeddedChannel(socket, flushes);
        channel.pipeline().addLast(handlers).addLast(decoder);
        Http1Connection connection =
                new Http1Connection(route, channel, flushes, decoder, 8192, new UninterestedListener());
        channel.pipeline().addLast(connection);
        connection.send(TransportFixture.request("http://host.test/", "x"), new RecordingSink(events));
        channel.runPendingTasks();
        return channel;
    }
}
