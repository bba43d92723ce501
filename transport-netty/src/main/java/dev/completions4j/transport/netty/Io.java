// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A mechanism for network I/O: the JVM's, or one of the operating system, which needs a native library of Netty.
 *
 * @param name a short name
 * @param available returns whether the operating system and the library support it
 * @param handle the type of the handles of its event loops
 * @param handlers creates the handlers of its event loops
 * @param tcp the channel type for TCP
 * @param unixDomain the channel type for Unix domain sockets
 * @param unixDomainAddress creates the address of a Unix domain socket
 */
record Io(
        String name,
        BooleanSupplier available,
        Class<? extends IoHandle> handle,
        Supplier<IoHandlerFactory> handlers,
        Class<? extends Channel> tcp,
        Class<? extends Channel> unixDomain,
        Function<Path, SocketAddress> unixDomainAddress) {

    static final Io NIO = new Io(
            "NIO",
            () -> true,
            NioIoHandle.class,
            NioIoHandler::newFactory,
            NioSocketChannel.class,
            NioDomainSocketChannel.class,
            UnixDomainSocketAddress::of);
}
