// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class IoThreadTest {

    @Test
    void handlersAreCalledOnIoThreadsRegardlessOfTheOwnerOfTheEventLoops() {
        EventLoopGroup group = TestEventLoops.nio(2);
        try (NettyTransport sharing = NettyTransport.builder().build();
                NettyTransport borrowing =
                        NettyTransport.builder().eventLoopGroup(group).build();
                NettyTransport borrowingOneLoop =
                        NettyTransport.builder().eventLoopGroup(group.next()).build()) {
            assertCalledOnIoThreads(sharing, borrowing);
            assertCalledOnIoThreads(borrowing, sharing);
            assertCalledOnIoThreads(borrowingOneLoop, sharing);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private static void assertCalledOnIoThreads(NettyTransport transport, NettyTransport other) {
        List<Boolean> own = new CopyOnWriteArrayList<>();
        List<Boolean> others = new CopyOnWriteArrayList<>();
        RecordingHandler handler = new RecordingHandler() {
            @Override
            void react(String call) {
                own.add(transport.isIoThread());
                others.add(other.isIoThread());
            }
        };
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            transport.send(TransportFixture.request(server.baseUrl(), "prompt"), handler);
            assertThat(handler.end()).isEqualTo("complete");
        }
        assertThat(own).isNotEmpty().containsOnly(true);
        assertThat(others).containsOnly(false);
        assertThat(transport.isIoThread()).isFalse();
    }
}
