// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    /** The operating system's own, if Netty's classes and library for it are there; NIO otherwise. */
    static Io best() {
        List<Io> candidates = new ArrayList<>();
        addIfPresent(candidates, () -> EpollIo.INSTANCE);
        addIfPresent(candidates, () -> KqueueIo.INSTANCE);
        return candidates.stream()
                .filter(io -> io.available().getAsBoolean())
                .findFirst()
                .orElse(NIO);
    }

    /** @throws IllegalStateException if it can't work here; the message says why, or what to add */
    static Io ioUring() {
        try {
            return IoUringIo.instance();
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "io_uring needs Netty's library: add io.netty:netty-transport-native-io_uring with the classifier of"
                            + " this machine, such as linux-x86_64",
                    e);
        }
    }

    /** What event loops can do; null if it is none of these. */
    static @Nullable Io of(EventLoopGroup group) {
        if (!(group instanceof IoEventLoopGroup loops)) {
            return null;
        }
        List<Io> known = new ArrayList<>(List.of(NIO));
        addIfPresent(known, () -> EpollIo.INSTANCE);
        addIfPresent(known, () -> KqueueIo.INSTANCE);
        addIfPresent(known, () -> IoUringIo.INSTANCE);
        return known.stream()
                .filter(io -> loops.isCompatible(io.handle()))
                .findFirst()
                .orElse(null);
    }

    private static void addIfPresent(List<Io> list, Supplier<Io> io) {
        try {
            list.add(io.get());
        } catch (LinkageError absent) {
            // Netty's classes for it are not on the class path, which is nothing unusual.
        }
    }
}
