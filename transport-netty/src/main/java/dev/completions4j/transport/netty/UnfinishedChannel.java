// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * The last handler of a pipeline that is being set up: keeps what arrives until it is removed, and then passes it to the
 * next handler; ignores failures, which are reported by futures.
 *
 * <p>A server may send its SETTINGS before the request, so that they arrive in one read with the answer of the proxy.
 */
final class UnfinishedChannel extends ByteToMessageDecoder {

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
        // Netty passes on what was not decoded when the handler is removed, and releases it when the channel is closed.
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Channels.closeNow(context.channel());
    }
}
