// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection of HTTP/1.1: carries one exchange at a time, and is idle in between. */
final class Http1Connection extends ChannelInboundHandlerAdapter implements Connection, ResponseSource {

    private final Route route;
    private final Failures failures;
    private final Channel channel;
    private final FlushWatch flushes;
    private final ResponseDecoder decoder;
    private final int maxHeadBytes;
    private final ConnectionListener listener;

    /** The exchange that has the connection; null while it is idle or closed. */
    private @Nullable ResponseReader reader;

    private @Nullable ResponseSink sink;

    private boolean used;
    private boolean requestWritten;
    private boolean requestKeepsAlive;
    private boolean tlsClosed;
    private boolean closing;
    private Duration idleTime;

    /** @param channel open; its pipeline watches flushes, encodes requests and decodes responses with what is given */
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
        return new ConnectionInfo(used, "HTTP/1.1", Channels.remoteAddress(channel));
    }

    @Override
    public boolean isUsable() {
        return sink == null && !closing && channel.isActive();
    }

    @Override
    public void send(TransportRequest request, ResponseSink sink) {
        FullHttpRequest message = Requests.toHttp1(request, route);
        this.sink = sink;
        used = true;
        reader = new ResponseReader(sink, failures, maxHeadBytes);
        requestWritten = false;
        flushes.reset();
        requestKeepsAlive = HttpUtil.isKeepAlive(message);
        decoder.expectResponseTo(message.method());
        sink.onSend(this);
        channel.writeAndFlush(message).addListener(written -> onWritten(written.cause()));
        channel.read();
    }

    @Override
    public void giveBack() {
        if (isUsable()) {
            // Shows at once if the server closes.
            channel.read();
            listener.onPlaceFree(idleTime);
        }
    }

    /** Allows one further read from the socket. */
    @Override
    public void read() {
        channel.read();
    }

    /** Ends the exchange, if there is one, and closes at once. */
    @Override
    public void abort() {
        detach();
        closing = true;
        Channels.closeNow(channel);
    }

    /** Closes with TLS's farewell. */
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
        } else if (!flushes.bytesLeft()) {
            // The server had closed the connection before; nothing that it may yet say belongs to this request.
            ResponseSink unsent = sink;
            abort();
            unsent.onUnprocessed(failures.closedByServer(RequestProgress.NOT_SENT));
        }
        // Otherwise the server may have answered and closed before it had read all: what it said comes out of the next
        // reads, and so does the end of the connection.
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message == ResponseDecoder.SURPLUS) {
                // The connection can't be trusted to answer what is asked.
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
        // The sink may have aborted meanwhile.
        if (whole && sink != null) {
            finish(reader, sink);
        }
    }

    /** With TLS, only its farewell tells a body's end from an attacker's cut; a body with a length ends before that. */
    private boolean endsByTruncation() {
        return route.isTls() && !channel.isActive() && !tlsClosed;
    }

    private void finish(ResponseReader reader, ResponseSink finished) {
        boolean reusable = requestKeepsAlive && requestWritten && reader.keepsAlive() && !closing && channel.isActive();
        idleTime = KeepAlive.idleTime(route, reader.keepAliveHint());
        detach();
        if (reusable && !idleTime.isZero()) {
            // Shows at once if the server closes.
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
            // The server has said its last word, though it may leave the socket open.
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
