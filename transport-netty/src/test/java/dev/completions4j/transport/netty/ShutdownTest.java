// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.testkit.server.LoopbackServer;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ShutdownTest {

    private static final Duration LONG = Duration.ofDays(365_000);

    @Test
    void openExchangeMayEndWithinTheGrace() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (NettyTransport transport = NettyTransport.builder().build();
                LoopbackServer server = LoopbackServer.running(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
                    answer.await();
                    connection.write("ok");
                    connection.awaitClientClose();
                })) {
            RecordingHandler open = send(transport, server);
            open.head();
            CompletableFuture<?> freed = transport.shutdown(LONG);
            RecordingHandler late = send(transport, server);
            assertThat(late.end()).isEqualTo("failure CLOSED NOT_SENT");
            assertThat(late.calls()).containsExactly("start", "failure");
            assertThat(freed).isNotDone();

            answer.countDown();
            assertThat(open.end()).isEqualTo("complete");
            freed.get(20, TimeUnit.SECONDS);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void exchangesThatOutlastTheGraceAreAborted() throws Exception {
        try (NettyTransport transport = NettyTransport.builder().build();
                LoopbackServer server = LoopbackServer.running(TransportFixture.answeringOnce(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n"))) {
            RecordingHandler withDataWaiting = new RecordingHandler(1);
            transport.send(TransportFixture.request(server.baseUrl(), "prompt"), withDataWaiting);
            withDataWaiting.awaitChunks(1);
            CompletableFuture<?> patient = transport.shutdown(LONG);
            CompletableFuture<?> impatient = transport.shutdown(Duration.ofMillis(1));

            assertThat(withDataWaiting.end()).isEqualTo("failure CLOSED HEAD_RECEIVED");
            impatient.get(20, TimeUnit.SECONDS);
            patient.get(20, TimeUnit.SECONDS);
            assertThat(server.awaitHangUp(Duration.ofSeconds(20))).isTrue();
            transport.shutdown(LONG).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void closeInsideACallAbortsThatExchangeAfterTheCall() {
        try (NettyTransport transport = NettyTransport.builder().build();
                LoopbackServer server = LoopbackServer.running(
                        TransportFixture.answeringOnce("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"))) {
            RecordingHandler handler = new RecordingHandler() {
                @Override
                void react(String call) {
                    if (call.equals("head")) {
                        var unused = transport.shutdown(Duration.ZERO);
                    }
                }
            };
            transport.send(TransportFixture.request(server.baseUrl(), "prompt"), handler);

            assertThat(handler.end()).isEqualTo("failure CLOSED HEAD_RECEIVED");
            assertThat(handler.calls()).containsExactly("start", "head", "failure");
        }
    }

    @Test
    void idleConnectionsAndOwnThreadsEndWithTheTransport() throws Exception {
        RecordingHandler handler = new RecordingHandler();
        CompletableFuture<Thread> eventLoop = new CompletableFuture<>();
        try (NettyTransport transport = NettyTransport.builder().build();
                LoopbackServer server = LoopbackServer.running(TransportFixture.answeringOnce(TransportFixture.OK))) {
            transport.send(TransportFixture.request(server.baseUrl(), "prompt"), new RecordingHandler() {
                @Override
                void react(String call) {
                    if (call.equals("complete")) {
                        eventLoop.complete(Thread.currentThread());
                        transport.send(TransportFixture.request(server.baseUrl(), "prompt"), handler);
                        var unused = transport.shutdown(Duration.ZERO);
                    }
                }
            });
            Thread thread = eventLoop.get(20, TimeUnit.SECONDS);
            assertThat(thread.getName()).matches("completions4j-netty-\\d+");
            assertThat(thread.isDaemon()).isTrue();
            transport.shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);

            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();
            assertThat(handler.failure().kind().name()).isEqualTo("CLOSED");
            assertThat(server.awaitHangUp(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void borrowedEventLoopsStayOpenAndIdleConnectionsAreClosed() throws InterruptedException {
        try (TransportFixture fixture = new TransportFixture();
                LoopbackServer server = LoopbackServer.running(TransportFixture.answeringOnce(TransportFixture.OK))) {
            assertThat(fixture.send(server).end()).isEqualTo("complete");
            fixture.transport.shutdown(Duration.ZERO).join();

            assertThat(server.awaitHangUp(Duration.ofSeconds(20))).isTrue();
            assertThat(fixture.eventLoopRuns()).isTrue();
        }
    }

    @Test
    void eventLoopsShutDownByTheirOwnerRejectExchanges() throws Exception {
        TransportFixture fixture = new TransportFixture();
        fixture.endEventLoop();

        assertThat(fixture.send("http://127.0.0.1/", new RecordingHandler()).end())
                .isEqualTo("failure CLOSED NOT_SENT");
        fixture.transport.shutdown(LONG).get(20, TimeUnit.SECONDS);
    }

    @Test
    void closeThatOvertakesTheStartOfAnExchangeFollowsIt() throws Exception {
        assertThat(callsIfInterrupted(loop -> {})).containsExactly("start", "failure");
    }

    @Test
    void closeOfTransportAndEventLoopsBeforeTheStartOfAnExchangeRefusesItOnce() throws Exception {
        assertThat(callsIfInterrupted(
                        loop -> loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly()))
                .containsExactly("start", "failure");
    }

    /**
     * Returns the calls of an exchange whose transport is closed while it is being sent.
     *
     * @param next called after that, before the exchange is passed to its event loop
     */
    private static List<String> callsIfInterrupted(Consumer<EventLoop> next) throws Exception {
        EventLoop loop = TestEventLoops.nio(1).next();
        Queue<Runnable> interruptions = new ArrayDeque<>();
        RecordingHandler handler = new RecordingHandler();
        try (NettyTransport transport = NettyTransport.builder()
                .eventLoopGroup(interruptible(loop, interruptions))
                .build()) {
            interruptions.add(() -> {
                var unused = transport.shutdown(Duration.ZERO);
                next.accept(loop);
            });
            transport.send(TransportFixture.request("http://127.0.0.1/", "prompt"), handler);

            assertThat(handler.end()).isEqualTo("failure CLOSED NOT_SENT");
            transport.shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);
        } finally {
            // Runs the remaining tasks.
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
        return handler.calls();
    }

    /** Returns an event loop that runs one of the given actions before it accepts a task. */
    private static EventLoop interruptible(EventLoop loop, Queue<Runnable> interruptions) {
        return (EventLoop) Proxy.newProxyInstance(
                ShutdownTest.class.getClassLoader(), new Class<?>[] {EventLoop.class}, (proxy, method, arguments) -> {
                    Runnable interruption = method.getName().equals("execute") ? interruptions.poll() : null;
                    if (interruption != null) {
                        interruption.run();
                    }
                    try {
                        return method.getName().equals("next") ? proxy : method.invoke(loop, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void exchangeRefusedAfterCloseKeepsNoConnection() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (NettyTransport transport = NettyTransport.builder().build();
                LoopbackServer slow = LoopbackServer.running(connection -> {
                    connection.readRequest();
                    answer.await();
                    connection.write(TransportFixture.OK);
                });
                LoopbackServer quick = LoopbackServer.running(TransportFixture.answeringOnce(
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=2\r\n\r\nok"))) {
            RecordingHandler open = send(transport, slow);
            assertThat(send(transport, quick).end()).isEqualTo("complete");
            var unused = transport.shutdown(LONG);
            assertThat(send(transport, quick).end()).isEqualTo("failure CLOSED NOT_SENT");

            // The connection is idle again, and closed after its keep-alive time.
            assertThat(quick.awaitHangUp(Duration.ofSeconds(20))).isTrue();
            answer.countDown();
            assertThat(open.end()).isEqualTo("complete");
        }
    }

    @Test
    @SuppressWarnings("deprecation") // The replacement of the class in Netty 4.2 does not exist in 4.1.
    void eventLoopsWithoutNioAreRejected() {
        EventLoopGroup group = new DefaultEventLoopGroup(1);

        assertThatThrownBy(() -> NettyTransport.builder().eventLoopGroup(group))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NioIoHandler");
        var unused = group.shutdownGracefully();
    }

    private static RecordingHandler send(NettyTransport transport, LoopbackServer server) {
        RecordingHandler handler = new RecordingHandler();
        transport.send(TransportFixture.request(server.baseUrl(), "prompt"), handler);
        return handler;
    }
}
