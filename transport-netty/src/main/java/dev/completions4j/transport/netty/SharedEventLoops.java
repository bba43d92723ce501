package dev.completions4j.transport.netty;

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
    private int borrowers;

    private SharedEventLoops(EventLoopGroup group) {
        this.group = group;
    }

    /** Event loops on daemon threads. */
    static EventLoopGroup borrow(Io io) {
        synchronized (IN_USE) {
            SharedEventLoops shared = IN_USE.computeIfAbsent(
                    io,
                    absent -> new SharedEventLoops(new MultiThreadIoEventLoopGroup(
                            Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS),
                            new DaemonThreads("completions4j-netty-"),
                            io.handlers().get())));
            shared.borrowers++;
            return shared.group;
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
            return shared.group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
