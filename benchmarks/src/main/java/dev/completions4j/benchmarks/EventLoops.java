// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** Starts and stops Netty's event loops. */
final class EventLoops {

    private EventLoops() {}

    /** @param count the number of threads; 0 for one per processor */
    static EventLoopGroup start(String name, int count) {
        return new MultiThreadIoEventLoopGroup(
                count == 0 ? Runtime.getRuntime().availableProcessors() : count,
                new DefaultThreadFactory(name, true),
                NioIoHandler.newFactory());
    }

    /** Stops event loops and waits for their end. */
    static void stop(EventLoopGroup group) {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
