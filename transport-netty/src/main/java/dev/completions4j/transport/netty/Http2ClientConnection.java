// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An HTTP/2 connection, which carries one exchange per stream, up to the server's limit of concurrent streams. */
final class Http2ClientConnection extends Http2EventAdapter implements Connection, Http2Heartbeat.Body {

    /** Connection window: how much the server may send before it learns that earlier data has arrived. */
    private static final int CONNECTION_WINDOW = 16 * 1024 * 1024;

    private final Route route;
    private final Failures failures;
    private final Channel channel;
    private final int maxHeadBytes;
    private final ConnectionListener listener;
    private final @Nullable String remoteAddress;
    private final Http2Codec codec;
    private final Http2Connection streams;
    private final Http2Connection.PropertyKey sourceKey;
    private final ChannelHandlerContext context;
    private final Promise<Connection> ready;
    private final Http2Heartbeat heartbeat;
    private boolean retired;
    private boolean flushScheduled;

    private Http2ClientConnection(Route route, Channel channel, ConnectionLimits limits, ConnectionListener listener) {
        this.route = route;
        this.failures = new Failures(route);
        this.channel = channel;
        this.maxHeadBytes = limits.maxHeadBytes();
        this.listener = listener;
        this.remoteAddress = Channels.remoteAddress(channel);
        this.codec = Http2Codec.reportingTo(this, limits.maxHeadBytes());
        this.streams = codec.connection();
        this.sourceKey = streams.newKey();
        this.ready = channel.eventLoop().newPromise();
        streams.addListener(this);
        channel.closeFuture().addListener(closed -> listener.onRetired());
        channel.pipeline().addLast(codec);
        this.context = channel.pipeline().context(codec);
        this.heartbeat = Http2Heartbeat.start(channel, limits.pingInterval(), this);
    }

    /**
     * Creates a connection over a channel. To be called on the channel's event loop.
     *
     * @return completes when the server's SETTINGS have arrived: they contain the limit of concurrent streams, and show
     *     that the server speaks HTTP/2 before a request is sent
     */
    static Future<Connection> start(
            Route route, Channel channel, ConnectionLimits limits, ConnectionListener listener) {
        Http2ClientConnection connection = new Http2ClientConnection(route, channel, limits, listener);
        try {
            connection
                    .streams
                    .local()
                    .flowController()
                    .incrementWindowSize(
                            connection.streams.connectionStream(),
                            CONNECTION_WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE);
        } catch (Http2Exception e) {
            connection.ready.tryFailure(connection.failures.internal(e, RequestProgress.NOT_SENT));
        }
        channel.flush();
        channel.read();
        return connection.ready;
    }

    @Override
    public EventLoop eventLoop() {
        return channel.eventLoop();
    }

    @Override
    public int places() {
        return streams.local().maxActiveStreams();
    }

    @Override
    public ConnectionInfo info() {
        boolean used = streams.local().lastStreamCreated() > 0;
        return new ConnectionInfo(used, "HTTP/2", remoteAddress);
    }

    @Override
    public boolean isUsable() {
        return !retired && channel.isActive() && streams.local().canOpenStream();
    }

    @Override
    public TransportException refusal() {
        boolean closed = !channel.isActive() && !streams.goAwayReceived();
        return closed ? failures.closedByServer(RequestProgress.NOT_SENT) : failures.refusedStream();
    }

    @Override
    public void send(TransportRequest request, ResponseSink sink) {
        Http2Headers headers = Requests.toHttp2(request, route);
        Http2Stream stream;
        try {
            stream = streams.local().createStream(streams.local().incrementAndGetNextStreamId(), false);
        } catch (Http2Exception e) {
            // The stream identifiers are exhausted; a new connection is needed.
            retire();
            giveBack();
            sink.onUnprocessed(failures.refusedStream());
            return;
        }
        Http2ResponseSource source = new Http2ResponseSource(codec, context, stream, failures, maxHeadBytes, sink);
        stream.setProperty(sourceKey, source);
        sink.onSend(source);
        ByteBuf body = Unpooled.wrappedBuffer(request.body());
        boolean hasBody = body.isReadable();
        codec.onRequest(body.readableBytes());
        // Other failures are reported as errors of the stream or of the connection, after this listener was called.
        ChannelPromise head = context.newPromise();
        head.addListener(written -> {
            if (written.cause() instanceof IOException) {
                retire();
                source.onUnsent();
            }
        });
        var unusedHead = codec.encoder().writeHeaders(context, stream.id(), headers, 0, !hasBody, head);
        if (hasBody) {
            var unusedBody = codec.encoder().writeData(context, stream.id(), body, 0, true, context.newPromise());
        }
        flushSoon();
    }

    /** Flushes after the tasks that wait for the event loop, which may send further requests. */
    private void flushSoon() {
        if (!flushScheduled) {
            flushScheduled = true;
            channel.eventLoop().execute(() -> {
                flushScheduled = false;
                channel.flush();
            });
        }
    }

    @Override
    public void giveBack() {
        listener.onPlaceFree(KeepAlive.idleTime(route, null));
    }

    @Override
    public void close() {
        retire();
    }

    private void retire() {
        retired = true;
        listener.onRetired();
        closeWhenDrained();
    }

    private void closeWhenDrained() {
        // Deferred, since Netty may be processing a frame or iterating over the streams.
        channel.eventLoop().execute(() -> {
            if (streams.numActiveStreams() == 0) {
                var unusedGoAway = codec.goAway(
                        context,
                        streams.remote().lastStreamCreated(),
                        Http2Error.NO_ERROR.code(),
                        Unpooled.EMPTY_BUFFER,
                        context.newPromise());
                context.flush();
                var unusedClose = channel.close();
            }
        });
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext unused, Http2Settings settings) {
        if (ready.isDone()) {
            listener.onPlaces(places());
        } else if (places() > 0) {
            ready.trySuccess(this);
        } else {
            // The server does not accept streams yet; another connection would not help.
            ready.tryFailure(failures.refusedStream());
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext unused, int streamId, Http2Headers headers, int padding, boolean endOfStream) {
        Http2ResponseSource source = source(streamId);
        if (source != null) {
            source.onHeaders(headers, endOfStream);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext unused,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream) {
        onHeadersRead(unused, streamId, headers, padding, endOfStream);
    }

    @Override
    public int onDataRead(ChannelHandlerContext unused, int streamId, ByteBuf data, int padding, boolean endOfStream) {
        Http2ResponseSource source = source(streamId);
        if (source == null) {
            return data.readableBytes() + padding;
        }
        source.onData(data, endOfStream);
        return padding;
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext unused, int streamId, long errorCode) {
        Http2ResponseSource source = source(streamId);
        if (source != null) {
            source.onReset(errorCode);
        }
    }

    @Override
    public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
        retire();
        for (Http2ResponseSource source : sources()) {
            if (source.streamId() > lastStreamId) {
                source.onUnprocessed();
            }
        }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        Http2ResponseSource source = stream.getProperty(sourceKey);
        if (source != null) {
            source.onClosed();
            giveBack();
        }
        if (retired) {
            closeWhenDrained();
        }
    }

    @Override
    public boolean isBusy() {
        return streams.numActiveStreams() > 0;
    }

    @Override
    public void ping() {
        var unused = codec.encoder().writePing(context, false, System.nanoTime(), context.newPromise());
        context.flush();
    }

    @Override
    public void onSilence() {
        failAll(failures::silent);
        Channels.closeNow(channel);
    }

    /** Called when bytes of any stream have arrived. */
    void onRead() {
        heartbeat.onRead();
    }

    /** Called on a stream error by either peer; Netty resets the stream. */
    void onStreamError(Http2Exception.StreamException error, boolean outbound) {
        Http2ResponseSource source = source(error.streamId());
        if (source != null) {
            source.onError(error, outbound);
        }
    }

    /** Called on a connection error; Netty closes the connection. */
    void onConnectionError(Throwable cause, @Nullable Http2Exception error) {
        failAll(progress -> error == null
                ? failures.onChannel(cause, progress)
                : failures.protocol("HTTP/2 error " + error.error(), progress));
    }

    /** Called when the channel has failed. */
    void onChannelError(Throwable cause) {
        failAll(progress -> failures.onChannel(cause, progress));
        Channels.closeNow(channel);
    }

    /** Called when the channel, and with it all streams, is closed. */
    void onClosed() {
        ready.tryFailure(failures.closedByServer(RequestProgress.NOT_SENT));
    }

    private void failAll(Function<RequestProgress, TransportException> failure) {
        ready.tryFailure(failure.apply(RequestProgress.NOT_SENT));
        retire();
        sources().forEach(source -> source.fail(failure));
    }

    private @Nullable Http2ResponseSource source(int streamId) {
        Http2Stream stream = streams.stream(streamId);
        return stream == null ? null : stream.getProperty(sourceKey);
    }

    private List<Http2ResponseSource> sources() {
        List<Http2ResponseSource> sources = new ArrayList<>();
        try {
            streams.forEachActiveStream(stream -> {
                Http2ResponseSource source = stream.getProperty(sourceKey);
                if (source != null) {
                    sources.add(source);
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException("Only the visitor can throw, and it does not", e);
        }
        return sources;
    }
}
