package dev.completions4j.transport.netty;

import dev.completions4j.transport.TransportException;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection: carries one exchange at a time, and is idle in between.
 *
 * <p>Confined to its event loop, where every method but {@link #route} and {@link #eventLoop} must be called.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {

    private final Route route;
    private final Failures failures;
    private final Channel channel;
    private final ResponseDecoder decoder;
    private final int maxHeadBytes;
    private final Consumer<HttpConnection> whenIdle;

    /** The exchange that has the connection; null while it is idle or closed. */
    private @Nullable ResponseReader reader;

    private @Nullable ResponseSink sink;

    private boolean requestWritten;
    private boolean requestKeepsAlive;
    private boolean tlsClosed;
    private boolean closing;
    private Duration idleTime = Duration.ZERO;

    /** @param whenIdle told each time an exchange leaves the connection fit for another */
    HttpConnection(
            Route route,
            Channel channel,
            ResponseDecoder decoder,
            int maxHeadBytes,
            Consumer<HttpConnection> whenIdle) {
        this.route = route;
        this.failures = new Failures(route);
        this.channel = channel;
        this.decoder = decoder;
        this.maxHeadBytes = maxHeadBytes;
        this.whenIdle = whenIdle;
    }

    Route route() {
        return route;
    }

    EventLoop eventLoop() {
        return channel.eventLoop();
    }

    /** True if an exchange can begin. */
    boolean isIdle() {
        return sink == null && !closing && channel.isActive();
    }

    /** How long it may stay idle, by what the last response said. */
    Duration idleTime() {
        return idleTime;
    }

    /** Writes a request and begins to read; the connection must be idle. The sink gets the response. */
    void send(FullHttpRequest request, ResponseSink sink) {
        this.sink = sink;
        reader = new ResponseReader(sink, failures, maxHeadBytes);
        requestWritten = false;
        requestKeepsAlive = HttpUtil.isKeepAlive(request);
        decoder.expectResponseTo(request.method());
        channel.writeAndFlush(request).addListener(written -> onWritten(written.cause()));
        channel.read();
    }

    /** Allows one further read from the socket. */
    void read() {
        channel.read();
    }

    /** Ends the exchange, if there is one, without another word to its sink, and closes at once. */
    void abort() {
        detach();
        closing = true;
        closeNow(channel);
    }

    /** Closes a channel without TLS's farewell, whose writing a server that does not read can put off. */
    static void closeNow(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        // A pipeline is empty once its channel has ended. From the first handler on, closing goes by no TLS handler.
        var unused = first == null ? channel.close() : first.close();
    }

    /** Closes the connection, which no exchange has any more, with TLS's farewell. */
    void close() {
        closing = true;
        var unused = channel.close();
    }

    private void onWritten(@Nullable Throwable failure) {
        requestWritten = failure == null;
        // A server may answer and close before it has read all: what it said comes out of the next reads, and so does
        // the end of the connection.
        if (failure != null && !(failure instanceof IOException) && reader != null) {
            fail(failures.internal(failure, reader.progress()));
        }
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
            whenIdle.accept(this);
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
