// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A mechanism for network I/O: the JVM's, or one of the operating system, which needs a native library of Netty.
 *
 * <p>Mentions types that Netty 4.1 lacks in lambda expressions only, so that they are not loaded there.
 *
 * @param name a short name
 * @param available returns whether the operating system and the library support it
 * @param eventLoops creates event loops
 * @param driver returns whether an event loop supports its channels
 * @param tcp the channel type for TCP
 * @param unixDomain the channel type for Unix domain sockets
 * @param unixDomainAddress creates the address of a Unix domain socket
 */
record Io(
        String name,
        BooleanSupplier available,
        EventLoopsFactory eventLoops,
        Predicate<EventLoop> driver,
        Class<? extends Channel> tcp,
        Class<? extends Channel> unixDomain,
        Function<Path, SocketAddress> unixDomainAddress) {

    @SuppressWarnings(
            "deprecation") // Netty 4.1 has no other event loops; in 4.2 they are the new ones by another name.
    static final Io NIO = new Io(
            "NIO",
            () -> true,
            NioEventLoopGroup::new,
            loop -> loop.parent() instanceof NioEventLoopGroup || IoEventLoops.isDriver(loop, () -> NioIoHandle.class),
            NioSocketChannel.class,
            NioDomainSocketChannel.class,
            UnixDomainSocketAddress::of);

    /** Creates event loops. */
    @FunctionalInterface
    interface EventLoopsFactory {
        EventLoopGroup create(int threads, Executor executor);
    }
}
