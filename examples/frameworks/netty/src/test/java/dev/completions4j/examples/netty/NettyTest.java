// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples.netty;

import dev.completions4j.examples.browsers.BrowserTest;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import reactor.blockhound.BlockHound;

class NettyTest extends BrowserTest {

    private static final Queue<String> BLOCKED = new ConcurrentLinkedQueue<>();

    private static NettyServer server;

    @BeforeAll
    static void start() {
        BlockHound.builder()
                .loadIntegrations() // Netty's marks its event loops
                // The locks of Netty's allocator and of timers, which are held for microseconds.
                .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate")
                .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$AdaptiveByteBuf", "deallocate")
                .allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "offer")
                .allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
                .blockingMethodCallback(method -> BLOCKED.add(
                        method + " of " + List.of(Thread.currentThread().getStackTrace())))
                .install();
        server = new NettyServer(MODEL_URL, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected URI server() {
        return URI.create("http://localhost:" + server.port());
    }

    @Override
    protected Collection<String> blockedThreads() {
        return BLOCKED;
    }
}
