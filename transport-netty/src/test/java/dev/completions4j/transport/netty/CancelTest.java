// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CancelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch resolving = new CountDownLatch(1);
    private final CountDownLatch resolve = new CountDownLatch(1);
    private final TransportFixture fixture =
            new TransportFixture(NettyTransport.builder().lookup(host -> {
                if (host.equals("slow.test")) {
                    resolving.countDown();
                    awaitUninterrupted(resolve);
                }
                return new InetAddress[] {InetAddress.getLoopbackAddress()};
            }));

    @AfterEach
    void close() {
        resolve.countDown();
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "head", "data"})
    void cancelInsideACallEndsTheExchange(String call) throws InterruptedException {
        String unfinished = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1;x\r\nb\r\n";
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answeringOnce(unfinished))) {
            RecordingHandler handler = new RecordingHandler() {
                @Override
                void react(String each) {
                    if (each.equals(call)) {
                        exchange().cancel();
                        exchange().request(1);
                        exchange().cancel();
                    }
                }
            };
            fixture.send(server, handler);
            fixture.settle();

            if (call.equals("start")) {
                assertThat(server.connections()).isZero();
            } else {
                assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            }
            assertThat(handler.calls()).last().isEqualTo(call);
            assertThat(handler.calls()).containsOnlyOnce(call);
        }
    }

    @Test
    void cancelWhileTheNameIsResolvedOpensNoConnection() throws InterruptedException {
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            RecordingHandler handler =
                    fixture.send(server.baseUrl().replace("127.0.0.1", "slow.test"), new RecordingHandler());
            resolving.await();
            handler.exchange().cancel();
            fixture.settle();
            resolve.countDown();
            fixture.settle();

            assertThat(handler.calls()).containsExactly("start");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void cancelBeforeTheHeadClosesTheConnection() throws InterruptedException {
        CountDownLatch received = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            connection.readRequest();
            received.countDown();
            connection.awaitClientClose();
        })) {
            RecordingHandler handler = fixture.send(server);
            received.await();
            handler.exchange().cancel();

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            fixture.settle();
            assertThat(handler.calls()).containsExactly("start");
        }
    }

    @Test
    void cancelWhileTheRequestIsHalfWrittenClosesTheConnection() throws InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            connected.countDown();
            connection.awaitClientClose();
        })) {
            RecordingHandler handler = new RecordingHandler();
            fixture.transport.send(TransportFixture.request(server.baseUrl(), "x".repeat(64 << 20)), handler);
            connected.await();
            handler.exchange().cancel();

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            fixture.settle();
            assertThat(handler.calls()).containsExactly("start");
        }
    }

    @Test
    void cancelBetweenDataClosesTheConnectionAndDiscardsPendingData() throws InterruptedException {
        String unfinished = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1;x\r\nb\r\n";
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answeringOnce(unfinished))) {
            RecordingHandler handler = fixture.send(server, new RecordingHandler(1));
            handler.awaitChunks(1);
            handler.exchange().cancel();

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            handler.exchange().request(1);
            fixture.settle();
            assertThat(handler.calls()).containsExactly("start", "head", "data");
        }
    }

    @Test
    void cancelAfterTheResponseLeftItsConnectionDoesNotDisturbTheNext() throws InterruptedException {
        String response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1;x\r\nb\r\n0\r\n\r\n";
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write(response);
            connection.readRequest();
            arrived.countDown();
            answer.await();
            connection.write(TransportFixture.OK);
        })) {
            RecordingHandler first = fixture.send(server, new RecordingHandler(1));
            first.awaitChunks(1);
            fixture.settle();
            RecordingHandler second = fixture.send(server);
            arrived.await();
            first.exchange().cancel();
            fixture.settle();
            answer.countDown();

            assertThat(second.end()).isEqualTo("complete");
            assertThat(first.calls()).containsExactly("start", "head", "data");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
