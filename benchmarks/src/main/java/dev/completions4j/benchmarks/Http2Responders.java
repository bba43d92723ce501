// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.concurrent.EventExecutor;
import java.util.Map;

/** Creates the handlers of HTTP/2 connections. */
final class Http2Responders {

    private final Answer answer;
    private final Http2Headers headers = new DefaultHttp2Headers().status("200");
    private final Map<EventExecutor, PacingWheel> wheels;

    Http2Responders(Answer answer, Workload workload, EventLoopGroup eventLoops) {
        this.answer = answer;
        answer.headers().forEach(headers::add);
        wheels = workload.delivery().isPaced()
                ? PacingWheel.perEventLoop(eventLoops, workload.intervalMillis())
                : Map.of();
    }

    ChannelHandler newConnection() {
        return new Builder().build();
    }

    private final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Connection, Builder> {

        private final Http2Responder responder = new Http2Responder(answer, headers, wheels);

        Builder() {
            server(true);
            frameListener(responder);
            initialSettings(
                    Http2Settings.defaultSettings().maxConcurrentStreams(LoadServer.MAX_STREAMS_PER_CONNECTION));
        }

        @Override
        protected Connection build() {
            return super.build();
        }

        @Override
        protected Connection build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            responder.writeTo(encoder);
            return new Connection(decoder, encoder, settings);
        }
    }

    private static final class Connection extends Http2ConnectionHandler {

        Connection(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            super(decoder, encoder, settings);
        }
    }
}
