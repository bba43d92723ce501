// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReuseTest {

    private final TransportFixture fixture = new TransportFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void connectionServesOneRequestAfterTheOther() {
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            for (int i = 0; i < 5; i++) {
                assertThat(fixture.send(server).end()).isEqualTo("complete");
            }

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void nextRequestFromTheLastCallUsesTheSameConnection() {
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            RecordingHandler second = new RecordingHandler();
            RecordingHandler first = new RecordingHandler() {
                @Override
                void react(String call) {
                    if (call.equals("complete")) {
                        fixture.send(server, second);
                    }
                }
            };
            fixture.send(server, first);

            assertThat(second.end()).isEqualTo("complete");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void concurrentRequestsHaveTheirOwnConnections() throws InterruptedException {
        CountDownLatch bothArrived = new CountDownLatch(2);
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            connection.readRequest();
            bothArrived.countDown();
            bothArrived.await();
            connection.write(TransportFixture.OK);
            connection.awaitClientClose();
        })) {
            RecordingHandler one = fixture.send(server);
            RecordingHandler other = fixture.send(server);

            assertThat(bothArrived.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(one.end()).isEqualTo("complete");
            assertThat(other.end()).isEqualTo("complete");
        }
    }

    @Test
    void connectionClosedWhileIdleIsNotReused() throws InterruptedException {
        try (LoopbackServer server =
                LoopbackServer.running(TransportFixture.answeringAndClosing(TransportFixture.OK))) {
            for (int i = 0; i < 3; i++) {
                assertThat(fixture.send(server).end()).isEqualTo("complete");
                assertThat(server.awaitNoConnections(Duration.ofSeconds(20))).isTrue();
                fixture.settle();
            }

            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void connectionClosedDuringTheRequestIsReportedAndNotRetried() {
        AtomicInteger requests = new AtomicInteger();
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write(TransportFixture.OK);
            connection.readRequest();
            requests.incrementAndGet();
        })) {
            fixture.send(server).end();

            assertThat(fixture.send(server).end()).isEqualTo("failure RESET MAYBE_SENT");
            assertThat(requests).hasValue(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A complete response, a partial one, and an empty line, each after the end.
                TransportFixture.OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                TransportFixture.OK + "HTTP/1.1 2",
                TransportFixture.OK + "\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\nX",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=1\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"
            })
    void connectionIsNotReusedAfter(String response) {
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answeringOnce(response))) {
            for (int i = 0; i < 2; i++) {
                RecordingHandler handler = fixture.send(server);

                assertThat(handler.end()).isEqualTo("complete");
                assertThat(handler.body()).isEqualTo("ok");
            }
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void surplusBytesAreNotAResponseToTheNextRequest() {
        String surplus = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
        try (LoopbackServer server =
                LoopbackServer.running(TransportFixture.answeringOnce(TransportFixture.OK + surplus))) {
            RecordingHandler second = new RecordingHandler();
            RecordingHandler first = new RecordingHandler() {
                @Override
                void react(String call) {
                    if (call.equals("complete")) {
                        fixture.send(server, second);
                    }
                }
            };
            fixture.send(server, first);

            assertThat(second.end()).isEqualTo("complete");
            assertThat(second.body()).isEqualTo("ok");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void bytesReceivedWhileIdleCloseTheConnection() throws InterruptedException {
        CountDownLatch idle = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write(TransportFixture.OK);
            idle.await();
            connection.write("HTTP/1.1 408 Request Timeout\r\n\r\n");
            if (connection.awaitClientClose()) {
                closed.countDown();
            }
        })) {
            assertThat(fixture.send(server).end()).isEqualTo("complete");
            idle.countDown();

            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void idleConnectionIsClosedBeforeTheServerClosesIt() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=2\r\n\r\nok");
            if (connection.awaitClientClose()) {
                closed.countDown();
            }
        })) {
            assertThat(fixture.send(server).end()).isEqualTo("complete");

            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
