// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** The last handler of a pipeline that is being set up; ignores failures, which are reported by futures. */
final class UnfinishedChannel extends ChannelInboundHandlerAdapter {

    static final String NAME = "unfinished";

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Channels.closeNow(context.channel());
    }
}
