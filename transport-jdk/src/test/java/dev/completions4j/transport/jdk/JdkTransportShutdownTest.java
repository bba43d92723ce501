// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JdkTransportShutdownTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration UNLIMITED = Duration.ofSeconds(Long.MAX_VALUE);
    private static final String BEGINNING = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello";

    private final Transport transport = JdkTransport.create(TransportConfig.defaults());

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void waitsForOpenExchanges() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (var server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write(BEGINNING);
            goOn.await();
            connection.write("world");
            connection.awaitClientClose();
        })) {
            var handler = send(server, new RecordingHandler()).awaitData();
            var released = transport.shutdown(UNLIMITED);
            assertThat(released).isNotDone();

            goOn.countDown();
            awaitReleased(released);
            assertThat(handler.awaitEnd().calls())
                    .containsExactly("start", "head 200", "data hello", "data world", "complete");
        }
    }

    @Test
    void abortsOpenExchangesAfterTheGracePeriod() throws Exception {
        try (var server = LoopbackServer.running(stuckInTheBody())) {
            var handler = send(server, new RecordingHandler()).awaitData();
            var patient = transport.shutdown(UNLIMITED);
            var impatient = transport.shutdown(Duration.ofMillis(1));

            awaitReleased(patient);
            awaitReleased(impatient);
            assertThat(handler.calls())
                    .containsExactly("start", "head 200", "data hello", "failure CLOSED HEAD_RECEIVED");
            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @Test
    void closeAbortsExchangesBeforeTheHead() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        try (var server = LoopbackServer.running(connection -> {
            connection.readRequest();
            received.countDown();
            connection.awaitClientClose();
        })) {
            var handler = send(server, new RecordingHandler());
            received.await();
            transport.close();

            assertThat(handler.awaitEnd().calls()).containsExactly("start", "failure CLOSED MAYBE_SENT");
            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @Test
    void closeDoesNotWaitForDemand() throws Exception {
        try (var server = LoopbackServer.running(stuckInTheBody())) {
            var handler = send(server, new RecordingHandler() {
                        @Override
                        void whenStarted(Exchange exchange) {}
                    })
                    .awaitHead();

            awaitReleased(transport.shutdown(Duration.ZERO));
            assertThat(handler.calls()).containsExactly("start", "head 200", "failure CLOSED HEAD_RECEIVED");
        }
    }

    @Test
    void closeInsideACallDoesNotBlock() throws Exception {
        try (var server = LoopbackServer.running(stuckInTheBody())) {
            var handler = send(server, new RecordingHandler() {
                @Override
                void whenData(Exchange exchange) {
                    transport.close();
                }
            });

            assertThat(handler.awaitEnd().calls())
                    .containsExactly("start", "head 200", "data hello", "failure CLOSED HEAD_RECEIVED");
            awaitReleased(transport.shutdown(UNLIMITED));
        }
    }

    @Test
    void rejectsExchangesAfterClose() throws Exception {
        try (var server = LoopbackServer.running(stuckInTheBody())) {
            awaitReleased(transport.shutdown(UNLIMITED));
            var handler = send(server, new RecordingHandler());

            assertThat(handler.awaitEnd().calls()).containsExactly("start", "failure CLOSED NOT_SENT");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void endsItsThreads() throws Exception {
        try (var server = LoopbackServer.running(stuckInTheBody())) {
            send(server, new RecordingHandler()).awaitData();
            List<Thread> own = ownThreads();
            assertThat(own).isNotEmpty().allMatch(Thread::isDaemon);

            awaitReleased(transport.shutdown(Duration.ZERO));
            for (Thread thread : own) {
                thread.join(PATIENCE.toMillis());
            }
            assertThat(own).noneMatch(Thread::isAlive);
        }
    }

    /** Before Java 21, the garbage collector closes them. */
    @Test
    void closesIdleConnections() throws Exception {
        try (var server = LoopbackServer.running(connection -> {
            while (connection.readRequest() != null) {
                connection.write(BEGINNING + "world");
                connection.awaitClientClose();
            }
        })) {
            send(server, new RecordingHandler()).awaitEnd();
            awaitReleased(transport.shutdown(Duration.ZERO));

            boolean closed = false;
            for (long i = 0; i < PATIENCE.toMillis() && !closed; i += 100) {
                System.gc();
                closed = server.awaitHangUp(Duration.ofMillis(100));
            }
            assertThat(closed).isTrue();
        }
    }

    @Test
    void doesNotCloseASuppliedClient() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try (var server = LoopbackServer.running(connection -> {
            while (connection.readRequest() != null) {
                connection.write(BEGINNING + "world");
            }
        })) {
            var borrowing = JdkTransport.borrowing(client);
            var handler = new RecordingHandler();
            borrowing.send(Posts.to(server.baseUrl()), handler);
            handler.awaitEnd();
            awaitReleased(borrowing.shutdown(Duration.ZERO));

            var request = HttpRequest.newBuilder(URI.create(server.baseUrl()))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo("helloworld");
        }
    }

    private <H extends RecordingHandler> H send(LoopbackServer server, H handler) {
        transport.send(Posts.to(server.baseUrl()), handler);
        return handler;
    }

    private static ConnectionScript stuckInTheBody() {
        return connection -> {
            connection.readRequest();
            connection.write(BEGINNING);
            connection.awaitClientClose();
        };
    }

    private static void awaitReleased(CompletableFuture<?> released) throws Exception {
        released.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Not the threads that look up names, which belong to all transports. */
    private static List<Thread> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("completions4j-jdk-[0-9]+"))
                .toList();
    }
}
