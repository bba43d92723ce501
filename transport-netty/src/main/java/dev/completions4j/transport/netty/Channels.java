package dev.completions4j.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/** What Netty's channels leave to be done. */
final class Channels {

    private Channels() {}

    /** Closes a channel without TLS's farewell, whose writing a server that does not read can put off. */
    static void closeNow(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        // A pipeline is empty once its channel has ended. From the first handler on, closing goes by no TLS handler.
        var unused = first == null ? channel.close() : first.close();
    }
}
