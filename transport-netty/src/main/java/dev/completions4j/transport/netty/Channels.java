// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Utilities for Netty's channels. */
final class Channels {

    private Channels() {}

    /** Returns the numeric address and port, or the path of a Unix domain socket; null if the channel is closed. */
    static @Nullable String remoteAddress(Channel channel) {
        SocketAddress address = channel.remoteAddress();
        if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
            return Route.withPort(internet.getAddress().getHostAddress(), internet.getPort());
        }
        return address == null ? null : address.toString();
    }

    /** Closes a channel without {@code close_notify}, which a server that does not read could delay. */
    static void closeNow(Channel channel) {
        if (!channel.isRegistered()) {
            // It was never opened, or is closed.
            return;
        }
        ChannelHandlerContext first = channel.pipeline().firstContext();
        // The pipeline is empty after the channel was closed. A close that starts at its first handler bypasses TLS.
        var unused = first == null ? channel.close() : first.close();
    }
}
