// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import io.netty.buffer.ByteBufAllocator;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MemoryTest {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** The allocator's memory is released with it, even if the transport is still referenced. */
    @Test
    void allocatorOfTheSharedEventLoopsIsReleasedWithTheLastTransport() throws Exception {
        NettyTransport transport = NettyTransport.builder().build();
        WeakReference<ByteBufAllocator> allocator = new WeakReference<>(sharedAllocator());
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            RecordingHandler handler = new RecordingHandler();
            transport.send(TransportFixture.request(server.baseUrl(), "prompt"), handler);
            assertThat(handler.end()).isEqualTo("complete");
        }
        transport.shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (allocator.get() != null && System.nanoTime() < deadline) {
            System.gc();
            Thread.onSpinWait();
        }

        assertThat(allocator.get()).isNull();
        assertThat(transport.isIoThread()).isFalse();
    }

    @Test
    void consecutiveTransportsUseTheSameMemory() throws Exception {
        NettyTransport first = NettyTransport.builder().build();
        ByteBufAllocator allocator = sharedAllocator();
        first.shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);

        NettyTransport second = NettyTransport.builder().build();
        assertThat(sharedAllocator()).isSameAs(allocator);
        second.shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);
    }

    private static ByteBufAllocator sharedAllocator() {
        SharedEventLoops shared = SharedEventLoops.borrow(IoDetector.best());
        ByteBufAllocator allocator = shared.allocator();
        var unused = SharedEventLoops.giveBack(IoDetector.best());
        assertThat(allocator).isNotSameAs(ByteBufAllocator.DEFAULT);
        return allocator;
    }
}
