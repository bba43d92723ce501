// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportRequest;
import java.net.Authenticator;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JdkTransportTest {

    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Id: 7\r\n\r\nhello";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final JdkTransport transport = JdkTransport.create(TransportConfig.defaults());

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void deliversHeadBodyAndEnd() throws Exception {
        try (var server = LoopbackServer.running(answering(HELLO))) {
            var handler = exchange(server);

            assertThat(handler.awaitEnd().calls()).containsExactly("start", "head 200", "data hello", "complete");
            assertThat(handler.head().protocol()).isEqualTo("HTTP/1.1");
            assertThat(handler.head().headers().first("x-id")).isEqualTo("7");
        }
    }

    /** Like the threads of the JDK on which the actions of a Cleaner run. */
    @Test
    void isCreatedAndUsedOnAThreadThatRefusesOtherClassLoaders() throws Exception {
        try (var server = LoopbackServer.running(answering(HELLO))) {
            var task = new FutureTask<>(() -> {
                var first = exchange(server).awaitEnd();
                try (var own = JdkTransport.create(TransportConfig.defaults())) {
                    var second = new RecordingHandler();
                    own.send(Posts.to(server.baseUrl()), second);
                    return List.of(first.calls(), second.awaitEnd().calls());
                }
            });
            new Thread(task) {
                @Override
                public void setContextClassLoader(ClassLoader loader) {
                    throw new SecurityException("setContextClassLoader");
                }
            }.start();

            assertThat(task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .allSatisfy(calls -> assertThat(calls).endsWith("complete"));
        }
    }

    @Test
    void sendsTheRequestAsGiven() throws Exception {
        try (var server = LoopbackServer.running(answering(HELLO))) {
            exchange(server).awaitEnd();

            var request = server.requests().get(0);
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            request.headers().forEach(headers::put);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.target()).isEqualTo("/v1/completions?secret=query");
            assertThat(request.bodyText()).isEqualTo("{\"secret\":\"prompt\"}");
            assertThat(headers)
                    .containsOnly(
                            Map.entry("Authorization", "Bearer secret-key"),
                            Map.entry("Content-Type", "application/json"),
                            Map.entry("User-Agent", "test"),
                            Map.entry("Content-Length", "19"),
                            Map.entry("Host", URI.create(server.baseUrl()).getAuthority()));
        }
    }

    @Test
    void sendsARequestWithoutABody() throws Exception {
        try (var server = LoopbackServer.running(answering(HELLO))) {
            var handler = new RecordingHandler();
            transport.send(
                    new TransportRequest(
                            "GET", URI.create(server.baseUrl() + "/v1/models"), Posts.HEADERS, ByteBuffer.allocate(0)),
                    handler);

            assertThat(handler.awaitEnd().calls()).endsWith("complete");
            assertThat(server.requests().get(0).method()).isEqualTo("GET");
            assertThat(server.requests().get(0).bodyText()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 307, 401, 404, 407, 429, 503})
    void reportsEveryStatusAsAHead(int status) throws Exception {
        String response =
                "HTTP/1.1 " + status + " Text\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 4\r\n\r\nbody";
        try (var server = LoopbackServer.running(answering("HTTP/1.1 103 Early Hints\r\n\r\n" + response))) {
            assertThat(exchange(server).awaitEnd().calls())
                    .containsExactly("start", "head " + status, "data body", "complete");
        }
    }

    @Test
    void reusesAConnection() throws Exception {
        try (var server = LoopbackServer.running(answering(HELLO))) {
            exchange(server).awaitEnd();
            exchange(server).awaitEnd();

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void stopsReadingWithoutDemand() throws Exception {
        long size = 64L << 20;
        AtomicLong slowlyTaken = new AtomicLong();
        CountDownLatch firstWritten = new CountDownLatch(1);
        try (var slow = LoopbackServer.running(writingBody(size, slowlyTaken, firstWritten));
                var fast = LoopbackServer.running(writingBody(size, new AtomicLong(), new CountDownLatch(1)))) {
            var patient = new SizesOnly() {
                @Override
                void whenStarted(Exchange exchange) {
                    exchange.request(1);
                }
            };
            transport.send(Posts.to(slow.baseUrl()), patient);
            patient.awaitData();
            firstWritten.await();

            // When the other server has sent all its bytes, this one would have, too.
            var greedy = new SizesOnly();
            transport.send(Posts.to(fast.baseUrl()), greedy);
            greedy.awaitEnd();

            assertThat(slowlyTaken).hasValueLessThan(size / 2);
            assertThat(patient.calls()).containsExactly("start", "head 200", "data");
            patient.exchange().cancel();
            assertThat(slow.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @Test
    void reportsTheEndWithoutDemand() throws Exception {
        CountDownLatch delivered = new CountDownLatch(1);
        try (var server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write(CHUNKED + "5\r\nhello\r\n");
            delivered.await();
            connection.write("0\r\n\r\n");
            connection.awaitClientClose();
        })) {
            var handler = new RecordingHandler() {
                @Override
                void whenStarted(Exchange exchange) {
                    exchange.request(1);
                }
            };
            transport.send(Posts.to(server.baseUrl()), handler);
            handler.awaitData();
            delivered.countDown();

            assertThat(handler.awaitEnd().calls()).containsExactly("start", "head 200", "data hello", "complete");
        }
    }

    @Test
    void requestsInsideCallsDoNotNest() throws Exception {
        // Nested calls for each would exceed the stack.
        int chunks = 10_000;
        try (var server = LoopbackServer.running(answering(CHUNKED + "1\r\nx\r\n".repeat(chunks) + "0\r\n\r\n"))) {
            AtomicLong bytes = new AtomicLong();
            var handler = new SizesOnly() {
                @Override
                void whenStarted(Exchange exchange) {
                    exchange.request(1);
                }

                @Override
                void whenData(Exchange exchange) {
                    exchange.request(1);
                }

                @Override
                String describe(ByteBuffer chunk) {
                    bytes.addAndGet(chunk.remaining());
                    return super.describe(chunk);
                }
            };
            transport.send(Posts.to(server.baseUrl()), handler);

            assertThat(handler.awaitEnd().calls()).containsOnly("start", "head 200", "data", "complete");
            assertThat(bytes).hasValue(chunks);
        }
    }

    @Test
    void demandMustBePositive() {
        try (var server = LoopbackServer.running(answering(HELLO))) {
            var handler = exchange(server);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> handler.exchange().request(0))
                    .withMessageContaining("request(0)");
        }
    }

    @Test
    void cancelInOnStartSendsNothing() throws Exception {
        try (var server = LoopbackServer.running(answering(HELLO))) {
            var cancelled = new RecordingHandler() {
                @Override
                void whenStarted(Exchange exchange) {
                    exchange.cancel();
                }
            };
            transport.send(Posts.to(server.baseUrl()), cancelled);
            exchange(server).awaitEnd();

            assertThat(cancelled.calls()).containsExactly("start");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void cancelBeforeTheHeadClosesTheConnection() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        try (var server = LoopbackServer.running(connection -> {
            connection.readRequest();
            received.countDown();
            connection.awaitClientClose();
        })) {
            var handler = exchange(server);
            received.await();
            handler.exchange().cancel();

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            assertThat(handler.calls()).containsExactly("start");
        }
    }

    @Test
    void cancelBetweenDataClosesTheConnection() throws Exception {
        try (var server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write(CHUNKED + "5\r\nhello\r\n");
            connection.awaitClientClose();
        })) {
            var handler = exchange(server).awaitData();
            handler.exchange().cancel();
            handler.exchange().cancel();

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            assertThat(handler.calls()).containsExactly("start", "head 200", "data hello");
        }
    }

    /** The client closes in two steps, the second within three seconds; of many, some would be late. */
    @Test
    void cancelReachesAServerThatIsBlockedInAWrite() throws Exception {
        int late = 0;
        for (int i = 0; i < 40; i++) {
            try (var server = LoopbackServer.running(connection -> {
                connection.readRequest();
                connection.write("HTTP/1.1 200 OK\r\n\r\n");
                while (true) {
                    connection.write("text".repeat(10_000));
                }
            })) {
                var handler = new RecordingHandler() {
                    @Override
                    void whenStarted(Exchange exchange) {
                        exchange.request(1);
                    }
                };
                transport.send(Posts.to(server.baseUrl()), handler);
                handler.awaitData().exchange().cancel();

                late += server.awaitHangUp(Duration.ofSeconds(2)) ? 0 : 1;
            }
        }
        // Some may be late, if the machine is stalled.
        assertThat(late).isLessThanOrEqualTo(3);
    }

    @Test
    void noCallFollowsACancelInACall() throws Exception {
        try (var server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write(CHUNKED + "1\r\na\r\n1\r\nb\r\n");
            connection.awaitClientClose();
        })) {
            var inHead = new RecordingHandler() {
                @Override
                void whenHead(Exchange exchange) {
                    exchange.cancel();
                }
            };
            var inData = new RecordingHandler() {
                @Override
                void whenData(Exchange exchange) {
                    exchange.cancel();
                }
            };
            transport.send(Posts.to(server.baseUrl()), inHead);
            transport.send(Posts.to(server.baseUrl()), inData);

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            assertThat(inHead.calls()).containsExactly("start", "head 200");
            // The client usually reads both at once.
            assertThat(inData.calls()).startsWith("start", "head 200").hasSize(3);
        }
    }

    @Test
    void aHandlerThatThrowsInOnStartSendsNothing() throws Exception {
        RuntimeException mistake = new IllegalStateException("thrown by a handler");
        AtomicReference<Throwable> reported = new AtomicReference<>();
        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> reported.set(thrown));
        try (var server = LoopbackServer.running(answering(HELLO))) {
            var handler = new RecordingHandler() {
                @Override
                void whenStarted(Exchange exchange) {
                    throw mistake;
                }
            };
            transport.send(Posts.to(server.baseUrl()), handler);
            exchange(server).awaitEnd();

            assertThat(handler.calls()).containsExactly("start");
            assertThat(server.requests()).hasSize(1);
            assertThat(reported).hasValue(mistake);
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "data"})
    void aThrowingHandlerAffectsOnlyItsExchange(String call) throws Exception {
        Error mistake = new AssertionError("thrown by a handler");
        AtomicReference<Throwable> reported = new AtomicReference<>();
        var before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> reported.set(thrown));
        try (var server = LoopbackServer.running(connection -> {
                    connection.readRequest();
                    connection.write(CHUNKED + "5\r\nhello\r\n");
                    connection.awaitClientClose();
                });
                var other = LoopbackServer.running(answering(HELLO))) {
            var handler = new RecordingHandler() {
                @Override
                void whenHead(Exchange exchange) {
                    throwIn("head");
                }

                @Override
                void whenData(Exchange exchange) {
                    throwIn("data");
                }

                private void throwIn(String name) {
                    if (name.equals(call)) {
                        throw mistake;
                    }
                }
            };
            transport.send(Posts.to(server.baseUrl()), handler);

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            assertThat(handler.calls().get(handler.calls().size() - 1)).startsWith(call);
            assertThat(exchange(other).awaitEnd().calls()).endsWith("complete");
            // Stops the threads, so that the report has been made.
            transport.shutdown(Duration.ZERO).get();
            assertThat(reported).hasValue(mistake);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void usesTlsThroughASuppliedClient() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(TestCertificate.clientContext())
                .build();
        try (var server = LoopbackServer.running(answering(HELLO), TestCertificate.serverContext());
                var borrowing = JdkTransport.borrowing(client)) {
            var handler = new RecordingHandler();
            borrowing.send(Posts.to(server.baseUrl()), handler);

            assertThat(handler.awaitEnd().calls()).containsExactly("start", "head 200", "data hello", "complete");
        }
    }

    @Test
    void rejectsAClientThatFollowsRedirects() {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdkTransport.borrowing(client))
                .withMessageContaining("Redirect.NEVER");
    }

    @Test
    void rejectsAClientWithAnAuthenticator() {
        HttpClient client =
                HttpClient.newBuilder().authenticator(new Authenticator() {}).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdkTransport.borrowing(client))
                .withMessageContaining("has an Authenticator")
                .withMessageContaining("TransportConfig.withProxy");
    }

    private RecordingHandler exchange(LoopbackServer server) {
        var handler = new RecordingHandler();
        transport.send(Posts.to(server.baseUrl()), handler);
        return handler;
    }

    /** Sends the response to every request of a connection. */
    private static ConnectionScript answering(String response) {
        return connection -> {
            while (connection.readRequest() != null) {
                connection.write(response);
            }
        };
    }

    private static ConnectionScript writingBody(long size, AtomicLong written, CountDownLatch firstWritten) {
        return connection -> {
            byte[] piece = new byte[64 << 10];
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            while (written.get() < size) {
                connection.write(piece);
                written.addAndGet(piece.length);
                firstWritten.countDown();
            }
        };
    }

    /** Keeps no bodies. */
    private static class SizesOnly extends RecordingHandler {
        @Override
        String describe(ByteBuffer chunk) {
            return "data";
        }
    }
}
