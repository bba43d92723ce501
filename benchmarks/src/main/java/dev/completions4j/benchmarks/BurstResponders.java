// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;

/** Responds with all bytes, as fast as the socket accepts them. */
final class BurstResponders implements LoadServer.Responders {

    private static final int SLICE = 64 * 1024;

    private final ByteBuf bytes;

    BurstResponders(Http1Answer answer) {
        byte[] whole = answer.whole();
        ByteBuffer direct = ByteBuffer.allocateDirect(whole.length).put(whole).flip();
        bytes = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct.asReadOnlyBuffer()));
    }

    @Override
    public ChannelHandler newResponder() {
        return new Responder();
    }

    private final class Responder extends ChannelInboundHandlerAdapter {

        private int position = bytes.readableBytes();

        @Override
        public void channelRead(ChannelHandlerContext context, Object request) {
            position = 0;
            writeMore(context);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            writeMore(context);
        }

        private void writeMore(ChannelHandlerContext context) {
            while (position < bytes.readableBytes() && context.channel().isWritable()) {
                int length = Math.min(SLICE, bytes.readableBytes() - position);
                ByteBuf slice = bytes.slice(position, length);
                position += length;
                var unused = context.write(slice, context.voidPromise());
            }
            context.flush();
        }
    }
}
