// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Event loops of which the process has one group for each way to do I/O: it begins with the first transport that
 * borrows it, and ends when the last one has given it back. Safe for use by any thread.
 */
final class SharedEventLoops {

    private static final int MAX_THREADS = 4;

    private static final Map<Io, SharedEventLoops> IN_USE = new HashMap<>();

    private final EventLoopGroup group;
    private volatile ByteBufAllocator allocator = newAllocator();
    private int borrowers;

    private SharedEventLoops(EventLoopGroup group) {
        this.group = group;
    }

    EventLoopGroup group() {
        return group;
    }

    /**
     * What their channels take buffers from. It keeps memory for later, which is freed when nobody has the allocator any
     * more; Netty's own allocator of the process would keep it for good.
     */
    ByteBufAllocator allocator() {
        return allocator;
    }

    private static ByteBufAllocator newAllocator() {
        // Netty's system property may name another kind, for reasons that hold here too.
        return ByteBufAllocator.DEFAULT instanceof AdaptiveByteBufAllocator
                ? new AdaptiveByteBufAllocator()
                : ByteBufAllocator.DEFAULT;
    }

    /** Borrows event loops on daemon threads; they begin with the first loan. */
    static SharedEventLoops borrow(Io io) {
        synchronized (IN_USE) {
            SharedEventLoops shared = IN_USE.computeIfAbsent(
                    io,
                    absent -> new SharedEventLoops(new MultiThreadIoEventLoopGroup(
                            Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS),
                            new DaemonThreads("completions4j-netty-"),
                            io.handlers().get())));
            shared.borrowers++;
            return shared;
        }
    }

    /**
     * Ends a loan.
     *
     * @return done at once, or when the threads have ended if this was the last loan
     */
    static Future<?> giveBack(Io io) {
        synchronized (IN_USE) {
            SharedEventLoops shared = IN_USE.get(io);
            if (shared == null) {
                throw new IllegalStateException("Event loops were given back that nobody had borrowed");
            }
            shared.borrowers--;
            if (shared.borrowers > 0) {
                return ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);
            }
            IN_USE.remove(io);
            // Transports that are closed may be kept for long, and with them these event loops.
            shared.allocator = ByteBufAllocator.DEFAULT;
            return shared.group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
