// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Detects which kinds of network I/O can be used here. */
final class IoDetector {

    private IoDetector() {}

    /** The operating system's own, if Netty's classes and library for it are there; NIO otherwise. */
    static Io best() {
        List<Io> candidates = new ArrayList<>();
        addIfPresent(candidates, () -> EpollIo.INSTANCE);
        addIfPresent(candidates, () -> KqueueIo.INSTANCE);
        return candidates.stream()
                .filter(io -> io.available().getAsBoolean())
                .findFirst()
                .orElse(Io.NIO);
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
        List<Io> known = new ArrayList<>(List.of(Io.NIO));
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
