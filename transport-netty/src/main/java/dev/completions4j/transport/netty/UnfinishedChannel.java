// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Stands at the end of a pipeline until it is finished; who finishes it hears of failures by futures. */
final class UnfinishedChannel extends ChannelInboundHandlerAdapter {

    static final String NAME = "unfinished";

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Channels.closeNow(context.channel());
    }
}
