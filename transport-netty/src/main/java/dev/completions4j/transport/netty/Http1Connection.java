// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 connection, which carries one exchange at a time. */
final class Http1Connection extends ChannelInboundHandlerAdapter implements Connection, ResponseSource {

    private final Route route;
    private final Failures failures;
    private final Channel channel;
    private final FlushWatch flushes;
    private final ResponseDecoder decoder;
    private final int maxHeadBytes;
    private final ConnectionListener listener;
    private final @Nullable String remoteAddress;

    /** The current exchange; null while the connection is idle or closed. */
    private @Nullable ResponseReader reader;

    private @Nullable ResponseSink sink;

    private boolean used;
    private boolean requestWritten;
    private boolean requestKeepsAlive;
    private boolean tlsClosed;
    private boolean closing;
    private Duration idleTime;

    /** @param channel an open channel, whose pipeline contains the given handlers */
    Http1Connection(
            Route route,
            Channel channel,
            FlushWatch flushes,
            ResponseDecoder decoder,
            int maxHeadBytes,
            ConnectionListener listener) {
        this.route = route;
        this.failures = new Failures(route);
        this.channel = channel;
        this.flushes = flushes;
        this.decoder = decoder;
        this.maxHeadBytes = maxHeadBytes;
        this.listener = listener;
        this.remoteAddress = Channels.remoteAddress(channel);
        this.idleTime = KeepAlive.idleTime(route, null);
        channel.closeFuture().addListener(closed -> listener.onRetired());
    }

    @Override
    public EventLoop eventLoop() {
        return channel.eventLoop();
    }

    @Override
    public int places() {
        return 1;
    }

    @Override
    public ConnectionInfo info() {
        return new ConnectionInfo(used, "HTTP/1.1", remoteAddress);
    }

    @Override
    public boolean isUsable() {
        return sink == null && !closing && channel.isActive();
    }

    @Override
    public TransportException refusal() {
        return failures.closedByServer(RequestProgress.NOT_SENT);
    }

    @Override
    public void send(TransportRequest request, ResponseSink sink) {
        HttpMethod method = HttpMethod.valueOf(request.method());
        ByteBuf message = Requests.toHttp1(request, route.authority(), channel.alloc());
        this.sink = sink;
        used = true;
        reader = new ResponseReader(sink, failures, maxHeadBytes);
        requestWritten = false;
        flushes.reset();
        requestKeepsAlive = Requests.keepsAlive(request);
        decoder.expectResponseTo(method);
        sink.onSend(this);
        channel.writeAndFlush(message, channel.newProgressivePromise())
                .addListener(written -> onWritten(written.cause()));
        channel.read();
    }

    @Override
    public void giveBack() {
        if (isUsable()) {
            // Detects a close by the server without delay.
            channel.read();
            listener.onPlaceFree(idleTime);
        }
    }

    /** Allows one more read from the socket. */
    @Override
    public void read() {
        channel.read();
    }

    /** Aborts the current exchange, if any, and closes the connection immediately. */
    @Override
    public void abort() {
        detach();
        closing = true;
        Channels.closeNow(channel);
    }

    /** Closes the connection, over TLS with {@code close_notify}. */
    @Override
    public void close() {
        closing = true;
        var unused = channel.close();
    }

    private void onWritten(@Nullable Throwable failure) {
        requestWritten = failure == null;
        if (failure == null || reader == null || sink == null) {
            return;
        }
        if (!(failure instanceof IOException)) {
            fail(failures.internal(failure, reader.progress()));
        } else if (!flushes.bytesLeft() && reader.progress() != RequestProgress.HEAD_RECEIVED) {
            // The server closed the connection before; no later data belongs to this request.
            ResponseSink unsent = sink;
            abort();
            unsent.onUnprocessed(failures.closedByServer(RequestProgress.NOT_SENT));
        }
        // Otherwise the server has responded, even if only with a 408 to the idle connection, or may have responded and
        // closed the connection before reading the whole request: the response and the end of the connection follow in
        // the next reads.
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message == ResponseDecoder.SURPLUS) {
                // Responses could be attributed to the wrong request.
                abort();
            } else if (reader != null && message instanceof HttpObject part) {
                onPart(reader, part);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void onPart(ResponseReader reader, HttpObject part) {
        if (part instanceof LastHttpContent && endsByTruncation()) {
            fail(failures.closedByServer(reader.progress()));
            return;
        }
        boolean whole;
        try {
            whole = reader.read(part);
        } catch (TransportException e) {
            fail(e);
            return;
        }
        // The sink may have aborted the exchange in the meantime.
        if (whole && sink != null) {
            finish(reader, sink);
        }
    }

    /**
     * Without a length, only {@code close_notify} distinguishes the end of a body over TLS from a truncation attack.
     */
    private boolean endsByTruncation() {
        return route.isTls() && !channel.isActive() && !tlsClosed;
    }

    private void finish(ResponseReader reader, ResponseSink finished) {
        boolean reusable = requestKeepsAlive && requestWritten && reader.keepsAlive() && !closing && channel.isActive();
        idleTime = KeepAlive.idleTime(route, reader.keepAliveHint());
        detach();
        if (reusable && !idleTime.isZero()) {
            // Detects a close by the server without delay.
            channel.read();
            listener.onPlaceFree(idleTime);
        } else {
            close();
        }
        finished.onEnd();
    }

    private void fail(TransportException failure) {
        ResponseSink failed = sink;
        abort();
        if (failed != null) {
            failed.onFailure(failure);
        }
    }

    private void detach() {
        sink = null;
        reader = null;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (sink != null) {
            sink.onReadComplete();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (reader != null) {
            fail(failures.closedByServer(reader.progress()));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent closed && closed.isSuccess()) {
            // The server has ended TLS, although the socket may remain open.
            tlsClosed = true;
            close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (reader != null) {
            fail(failures.onChannel(cause, reader.progress()));
        } else {
            abort();
        }
    }
}
