// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** What Netty's channels leave to be done. */
final class Channels {

    private Channels() {}

    /** The numeric address and the port, or the path of a Unix domain socket; null if the channel has closed. */
    static @Nullable String remoteAddress(Channel channel) {
        SocketAddress address = channel.remoteAddress();
        if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
            return Route.withPort(internet.getAddress().getHostAddress(), internet.getPort());
        }
        return address == null ? null : address.toString();
    }

    /** Closes a channel without TLS's farewell, whose writing a server that does not read can put off. */
    static void closeNow(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        // A pipeline is empty once its channel has ended. From the first handler on, closing goes by no TLS handler.
        var unused = first == null ? channel.close() : first.close();
    }
}
