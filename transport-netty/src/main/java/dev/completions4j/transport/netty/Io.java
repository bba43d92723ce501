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
 * A way to do network I/O: the JVM's own, or one of the operating system's, for which Netty needs a native library.
 *
 * @param name short
 * @param available false if the operating system or the library says no
 * @param handle what its event loops serve
 * @param handlers makes its event loops
 * @param tcp its channel for TCP
 * @param unixDomain its channel for Unix domain sockets
 * @param unixDomainAddress makes the address of such a socket
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
