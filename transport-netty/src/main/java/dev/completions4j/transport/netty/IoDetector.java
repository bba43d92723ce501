// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Detects the available mechanisms for network I/O. */
final class IoDetector {

    private IoDetector() {}

    /**
     * Returns that of the operating system, if Netty's classes and native library for it are present; NIO otherwise.
     */
    static Io best() {
        List<Io> candidates = new ArrayList<>();
        addIfPresent(candidates, () -> EpollIo.INSTANCE);
        addIfPresent(candidates, () -> KqueueIo.INSTANCE);
        return candidates.stream()
                .filter(io -> io.available().getAsBoolean())
                .findFirst()
                .orElse(Io.NIO);
    }

    /**
     * @throws IllegalStateException if io_uring is unavailable; the message contains the reason or the missing artifact
     */
    static Io ioUring() {
        try {
            return IoUringIo.instance();
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "io_uring needs Netty 4.2 and its native library: add io.netty:netty-transport-native-io_uring with the"
                            + " classifier of this machine, such as linux-x86_64",
                    e);
        }
    }

    /**
     * Returns the mechanism of the given event loops; null if it is unknown. Asks one of the loops instead of the group,
     * since a framework may wrap the group in one of its own.
     */
    static @Nullable Io of(EventLoopGroup group) {
        List<Io> known = new ArrayList<>(List.of(Io.NIO));
        addIfPresent(known, () -> EpollIo.INSTANCE);
        addIfPresent(known, () -> KqueueIo.INSTANCE);
        addIfPresent(known, () -> IoUringIo.INSTANCE);
        EventLoop loop = group.next();
        return known.stream().filter(io -> io.driver().test(loop)).findFirst().orElse(null);
    }

    private static void addIfPresent(List<Io> list, Supplier<Io> io) {
        try {
            list.add(io.get());
        } catch (LinkageError absent) {
            // Netty's classes for it are optional.
        }
    }
}
