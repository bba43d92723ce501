// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** Netty's HTTP/2 handler, extended to report errors that it otherwise handles internally. */
final class Http2Codec extends Http2ConnectionHandler {

    /** Stream window: how much the server may send beyond what the handler has consumed. */
    private static final int STREAM_WINDOW = 256 * 1024;

    private static final long CLOSE_PATIENCE_MILLIS = 1000;

    private final Http2ClientConnection owner;
    private final FrameBudget budget = new FrameBudget(System::nanoTime);
    private final ReceivedFrames frames = new ReceivedFrames(budget);

    /** Set after a flood of frames; nothing is read from then on. */
    private boolean flooded;

    private Http2Codec(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            Http2ClientConnection owner) {
        super(decoder, encoder, settings, true);
        this.owner = owner;
    }

    static Http2Codec reportingTo(Http2ClientConnection owner, int maxHeadBytes) {
        return new Builder(owner, maxHeadBytes).build();
    }

    /** Adds the frames that a request may cause to the budget. */
    void onRequest(int bodyBytes) {
        budget.onRequest(bodyBytes);
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        owner.onStreamError(error, outbound);
        super.onStreamError(context, outbound, cause, error);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        owner.onConnectionError(cause, error);
        super.onConnectionError(context, outbound, cause, error);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        owner.onRead();
        if (flooded) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof ByteBuf bytes) {
            frames.inspect(bytes);
        }
        if (budget.isExceeded()) {
            flooded = true;
            ReferenceCountUtil.release(message);
            onError(
                    context,
                    false,
                    Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many frames without a response"));
        } else {
            super.channelRead(context, message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
            super.exceptionCaught(context, cause);
        } else {
            owner.onChannelError(cause);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            // The server has ended TLS, although the socket may remain open.
            Channels.closeNow(context.channel());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        owner.onClosed();
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Http2Codec, Builder> {

        private final Http2ClientConnection owner;

        Builder(Http2ClientConnection owner, int maxHeadBytes) {
            this.owner = owner;
            connection(newConnection());
            frameListener(owner);
            gracefulShutdownTimeoutMillis(CLOSE_PATIENCE_MILLIS);
            initialSettings(Http2Settings.defaultSettings()
                    .pushEnabled(false)
                    .initialWindowSize(STREAM_WINDOW)
                    .maxHeaderListSize(maxHeadBytes));
        }

        /**
         * Returns a connection whose window is refilled when data arrives, not when it is consumed: otherwise many
         * paused streams together would use it up, and stall the others. What is held is limited by the stream windows.
         */
        private static Http2Connection newConnection() {
            Http2Connection connection = new DefaultHttp2Connection(false);
            boolean autoRefill = true;
            connection
                    .local()
                    .flowController(new DefaultHttp2LocalFlowController(
                            connection, DefaultHttp2LocalFlowController.DEFAULT_WINDOW_UPDATE_RATIO, autoRefill));
            return connection;
        }

        /**
         * Netty assumes a server unless {@code server} is called, which a given connection excludes, and disconnects a
         * peer that resets many streams. A server may reset as many as it likes.
         */
        @Override
        protected boolean isServer() {
            return false;
        }

        @Override
        protected Http2Codec build() {
            return super.build();
        }

        @Override
        protected Http2Codec build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Http2Codec(decoder, encoder, settings, owner);
        }
    }
}
