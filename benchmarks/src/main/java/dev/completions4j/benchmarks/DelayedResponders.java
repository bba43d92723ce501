// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/** Responds with all bytes at once, a fixed time after the request, as a model does that computes meanwhile. */
final class DelayedResponders implements LoadServer.Responders {

    private final byte[] bytes;
    private final int millis;

    DelayedResponders(Http1Answer answer, int millis) {
        this.bytes = answer.whole();
        this.millis = millis;
    }

    @Override
    public ChannelHandler newResponder() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object request) {
                var unused = context.executor().schedule(() -> respond(context), millis, TimeUnit.MILLISECONDS);
            }
        };
    }

    private void respond(ChannelHandlerContext context) {
        var unused = context.writeAndFlush(Unpooled.wrappedBuffer(bytes), context.voidPromise());
    }
}
