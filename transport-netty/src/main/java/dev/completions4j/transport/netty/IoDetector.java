// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
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
                    "io_uring needs Netty's native library: add io.netty:netty-transport-native-io_uring with the classifier of"
                            + " this machine, such as linux-x86_64",
                    e);
        }
    }

    /** Returns the mechanism of the given event loops; null if it is unknown. */
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
            // Netty's classes for it are optional.
        }
    }
}
