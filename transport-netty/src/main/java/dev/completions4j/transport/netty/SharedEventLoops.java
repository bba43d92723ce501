// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The event loops shared by the transports of the process, one group per I/O mechanism. A group is started by the first
 * transport that borrows it, and stopped when the last one has returned it. Safe for use by any thread.
 */
final class SharedEventLoops {

    private static final int MAX_THREADS = 4;

    private static final Map<Io, SharedEventLoops> IN_USE = new HashMap<>();

    private final EventLoopGroup group;
    private volatile ByteBufAllocator allocator = OwnAllocator.get();
    private int borrowers;

    private SharedEventLoops(EventLoopGroup group) {
        this.group = group;
    }

    EventLoopGroup group() {
        return group;
    }

    /**
     * The allocator of the channels. Its pooled memory is freed when the allocator is no longer referenced, unlike that
     * of Netty's default allocator.
     */
    ByteBufAllocator allocator() {
        return allocator;
    }

    /** Borrows event loops on daemon threads; starts them if necessary. */
    static SharedEventLoops borrow(Io io) {
        synchronized (IN_USE) {
            SharedEventLoops shared = IN_USE.computeIfAbsent(
                    io,
                    absent -> new SharedEventLoops(io.eventLoops()
                            .create(
                                    Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS),
                                    new EventLoopThreads("completions4j-netty-"))));
            shared.borrowers++;
            return shared;
        }
    }

    /**
     * Returns borrowed event loops.
     *
     * @return completes when the threads have ended if this was the last loan; already completed otherwise
     */
    static Future<?> giveBack(Io io) {
        synchronized (IN_USE) {
            SharedEventLoops shared = IN_USE.get(io);
            if (shared == null) {
                throw new IllegalStateException("The event loops were returned more often than borrowed");
            }
            shared.borrowers--;
            if (shared.borrowers > 0) {
                return ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);
            }
            IN_USE.remove(io);
            // Closed transports may be retained for long, and with them these event loops.
            shared.allocator = ByteBufAllocator.DEFAULT;
            return shared.group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
