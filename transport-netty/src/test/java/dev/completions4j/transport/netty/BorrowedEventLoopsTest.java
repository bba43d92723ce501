// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.MultithreadEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tests event loops of the application, of all kinds. */
final class BorrowedEventLoopsTest {

    private static final Executor THREADS = new EventLoopThreads("completions4j-test-");

    @Test
    void maySupportOneMechanism() {
        assertWorks(Io.NIO.eventLoops().create(1, THREADS), Io.NIO);
        Io best = IoDetector.best();
        assertWorks(best.eventLoops().create(1, THREADS), best);
    }

    @Test
    @EnabledIf("isNetty42")
    void mayBeOfNetty42() {
        assertWorks(new MultiThreadIoEventLoopGroup(1, THREADS, NioIoHandler.newFactory()), Io.NIO);
        if (Epoll.isAvailable()) {
            assertWorks(new MultiThreadIoEventLoopGroup(1, THREADS, EpollIoHandler.newFactory()), EpollIo.INSTANCE);
        }
    }

    @Test
    void mayBeWrappedByAFramework() {
        assertWorks(new Wrapper(Io.NIO.eventLoops().create(1, THREADS)), Io.NIO);
    }

    private static void assertWorks(EventLoopGroup group, Io expected) {
        assertThat(IoDetector.of(group)).isEqualTo(expected);
        try (NettyTransport transport =
                        NettyTransport.builder().eventLoopGroup(group).build();
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            RecordingHandler handler = new RecordingHandler();
            transport.send(TransportFixture.request(server.baseUrl(), "prompt"), handler);
            assertThat(handler.end()).isEqualTo("complete");
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    static boolean isNetty42() {
        return NettyVersions.find(BorrowedEventLoopsTest.class.getClassLoader()).values().stream()
                .anyMatch(version -> version.startsWith("4.2."));
    }

    /** A group of the loops of another group. */
    private static final class Wrapper extends MultithreadEventLoopGroup {

        Wrapper(EventLoopGroup wrapped) {
            super(1, (Executor) null, wrapped);
        }

        @Override
        protected EventLoop newChild(Executor executor, Object... wrapped) {
            return ((EventLoopGroup) wrapped[0]).next();
        }
    }
}
