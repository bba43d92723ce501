// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.EventExecutor;
import java.util.Map;
import java.util.Objects;

/** Responds to the requests of one connection event by event; the first event is sent with the headers. */
final class PacedResponder extends ChannelInboundHandlerAdapter {

    private final Http1Answer answer;
    private final Map<EventExecutor, PacingWheel> wheels;

    PacedResponder(Http1Answer answer, Map<EventExecutor, PacingWheel> wheels) {
        this.answer = answer;
        this.wheels = wheels;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object request) {
        var unused = context.write(Unpooled.wrappedBuffer(answer.head()), context.voidPromise());
        Stream stream = new Stream(context);
        if (stream.writeNext()) {
            Objects.requireNonNull(wheels.get(context.executor())).add(stream);
        }
    }

    private final class Stream implements PacingWheel.PacedStream {

        private final ChannelHandlerContext context;
        private int next;

        Stream(ChannelHandlerContext context) {
            this.context = context;
        }

        @Override
        public boolean writeNext() {
            if (!context.channel().isActive()) {
                return false;
            }
            byte[] bytes = next < answer.eventCount() ? answer.eventNow(next) : answer.end();
            next++;
            var unused = context.writeAndFlush(Unpooled.wrappedBuffer(bytes), context.voidPromise());
            return next <= answer.eventCount();
        }
    }
}
