// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static dev.completions4j.transport.RequestProgress.HEAD_RECEIVED;
import static dev.completions4j.transport.RequestProgress.MAYBE_SENT;
import static dev.completions4j.transport.RequestProgress.NOT_SENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.completions4j.testkit.server.ClosedPort;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportException.Kind;
import dev.completions4j.transport.TransportRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JdkTransportFailureTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String SECRET = "X-Key: secret\r\n";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Transport transport = JdkTransport.create(TestConfig.PATIENT.withMaxHeadBytes(2000));

    @AfterEach
    void close() {
        transport.close();
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                arguments("", Kind.RESET, MAYBE_SENT),
                arguments(OK + SECRET + "X-Cut: secr", Kind.RESET, MAYBE_SENT),
                arguments(OK + SECRET + "Content-Length: 20\r\n\r\nsecret", Kind.TRUNCATED, HEAD_RECEIVED),
                arguments(OK + "Transfer-Encoding: chunked\r\n\r\n20\r\nsecret", Kind.TRUNCATED, HEAD_RECEIVED),
                arguments(OK + "Transfer-Encoding: chunked\r\n\r\n6\r\nsecret\r\n", Kind.TRUNCATED, HEAD_RECEIVED));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void aResponseThatEndsEarlyIsAFailure(String response, Kind kind, RequestProgress progress) throws Exception {
        failsBy(
                connection -> {
                    connection.readRequest();
                    connection.write(response);
                },
                kind,
                progress);
    }

    @Test
    void aResetBeforeTheHeadIsAFailure() throws Exception {
        failsBy(
                connection -> {
                    connection.readRequest();
                    connection.reset();
                },
                Kind.RESET,
                MAYBE_SENT);
    }

    static Stream<Arguments> faults() {
        String longHead = OK + "X-Long: " + "x".repeat(2000) + "\r\n\r\n";
        return Stream.of(
                arguments("secret", "NOT HTTP secret\r\n\r\n", Kind.PROTOCOL),
                arguments("status 101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", Kind.PROTOCOL),
                arguments("interim flood", "HTTP/1.1 103 Early\r\n\r\n".repeat(100), Kind.PROTOCOL),
                arguments("header value", OK + "X-Key: secr\u0001et\r\n\r\n", Kind.PROTOCOL),
                arguments(
                        "two framings",
                        OK + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nsecret\r\n0\r\n\r\n",
                        Kind.PROTOCOL),
                arguments("two lengths", OK + "Content-Length: 3\r\nContent-Length: 6\r\n\r\nsecret", Kind.PROTOCOL),
                arguments("list of lengths", OK + "Content-Length: 6, 6\r\n\r\nsecret", Kind.PROTOCOL),
                arguments("negative length", OK + "Content-Length: -6\r\n\r\nsecret", Kind.PROTOCOL),
                arguments("other coding", OK + "Transfer-Encoding: gzip, chunked\r\n\r\nsecret", Kind.PROTOCOL),
                arguments("no coding", OK + "Transfer-Encoding: identity\r\n\r\nsecret", Kind.PROTOCOL),
                arguments(
                        "chunked twice",
                        OK + "Transfer-Encoding: chunked, chunked\r\n\r\n6\r\nsecret\r\n0\r\n\r\n",
                        Kind.PROTOCOL),
                arguments("status of two digits", "HTTP/1.1 20 OK\r\n\r\n", Kind.PROTOCOL),
                arguments("204 with a body", "HTTP/1.1 204 OK\r\nContent-Length: 6\r\n\r\nsecret", Kind.PROTOCOL),
                arguments("head that the client refuses", OK + "X-Long: " + "x".repeat(400 << 10), Kind.LIMIT),
                arguments("headers that the client refuses", OK + "X-Short: x\r\n".repeat(40 << 10), Kind.LIMIT),
                arguments("chunk size", OK + "Transfer-Encoding: chunked\r\n\r\nsecret\r\n", Kind.PROTOCOL),
                arguments("long head", longHead, Kind.LIMIT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aMalformedResponseIsAFailureAndClosesTheConnection(String name, String response, Kind kind) throws Exception {
        try (var server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write(response);
            connection.awaitClientClose();
        })) {
            var handler = new RecordingHandler();
            transport.send(Posts.to(server.baseUrl()), handler);

            assertFailure(handler, server.baseUrl(), kind, HEAD_RECEIVED);
            assertThat(handler.calls()).doesNotContain("data secret");
            assertThat(server.awaitHangUp(PATIENCE)).as(name).isTrue();
        }
    }

    @Test
    void aResetInTheBodyIsAFailureAfterTheData() throws Exception {
        var handler = new RecordingHandler();
        try (var server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write(OK + "Content-Length: 20\r\n\r\nsecret");
            try {
                handler.awaitData();
            } finally {
                connection.reset();
            }
        })) {
            transport.send(Posts.to(server.baseUrl()), handler);

            assertFailure(handler, server.baseUrl(), Kind.RESET, HEAD_RECEIVED);
            assertThat(handler.calls()).containsSubsequence("data secret", "failure RESET HEAD_RECEIVED");
        }
    }

    @Test
    void aRefusedConnectionIsAFailure() throws Exception {
        try (ClosedPort port = new ClosedPort()) {
            fails(port.baseUrl(), Kind.CONNECT, NOT_SENT);
        }
    }

    @Test
    void anUnknownHostIsAFailure() throws Exception {
        fails("http://nohost.invalid:80", Kind.DNS, NOT_SENT);
    }

    @Test
    void aStallingHandshakeFailsAfterTheConnectTimeout() throws Exception {
        try (var server = LoopbackServer.running(connection -> connection.awaitClientClose());
                var hasty =
                        JdkTransport.create(TransportConfig.defaults().withConnectTimeout(Duration.ofMillis(100)))) {
            String url = "https://" + URI.create(server.baseUrl()).getAuthority();
            var handler = new RecordingHandler();
            hasty.send(Posts.to(url), handler);

            assertFailure(handler, url, Kind.CONNECT_TIMEOUT, NOT_SENT);
        }
    }

    @Test
    void aCertificateThatIsNotTrustedIsAFailure() throws Exception {
        try (var server =
                LoopbackServer.running(connection -> connection.readRequest(), TestCertificate.serverContext())) {
            fails(server.baseUrl(), Kind.TLS, NOT_SENT);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void tlsToAServerWithoutItIsAFailure() throws Exception {
        try (var server = LoopbackServer.running(connection -> {
            connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
            connection.awaitClientClose();
        })) {
            var handler = new RecordingHandler();
            transport.send(Posts.to("https://" + URI.create(server.baseUrl()).getAuthority()), handler);

            // The client may mistake the end of the failed handshake for a connection, and start to write.
            assertThat(handler.awaitEnd().calls().get(1)).isIn("failure TLS NOT_SENT", "failure TLS MAYBE_SENT");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: secret", "Content-Length: 5", "X-Name: secret\u00e9"})
    @DisabledIfSystemProperty(named = "jdk.httpclient.allowRestrictedHeaders", matches = "host")
    void aHeaderThatTheClientCannotSendIsAFailure(String line) throws Exception {
        try (var server = LoopbackServer.running(connection -> connection.readRequest())) {
            String[] header = line.split(": ", 2);
            var handler = new RecordingHandler();
            transport.send(
                    Posts.to(
                            server.baseUrl(),
                            HttpHeaders.builder().add(header[0], header[1]).build()),
                    handler);

            assertFailure(handler, server.baseUrl(), Kind.INTERNAL, NOT_SENT);
            assertThat(handler.failure()).cause().hasMessageContaining(header[0]);
            assertThat(server.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://under_score:80", "https://under_score:80"})
    @DisabledIfSystemProperty(named = "jdk.httpclient.allowRestrictedHeaders", matches = "host")
    void aHostThatTheClientRejectsIsAnImmediateFailure(String baseUrl) throws Exception {
        try (var unasked = JdkTransport.create(TransportConfig.defaults(), host -> {
            throw new AssertionError("No name must be resolved");
        })) {
            var handler = new RecordingHandler();
            unasked.send(Posts.to(baseUrl), handler);

            assertFailure(handler, baseUrl, Kind.INTERNAL, NOT_SENT);
            assertThat(handler.failure())
                    .hasMessageContaining("Netty")
                    .hasMessageContaining("-Djdk.httpclient.allowRestrictedHeaders=host");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:65536", "http://127.0.0.1:99999", "http://b%C3%BCcher:80", "http:/path"})
    void aUriWithoutAServerIsAFailure(String url) throws Exception {
        var handler = new RecordingHandler();
        transport.send(
                new TransportRequest("POST", URI.create(url), HttpHeaders.empty(), ByteBuffer.allocate(0)), handler);

        assertThat(handler.awaitEnd().calls()).containsExactly("start", "failure INTERNAL NOT_SENT");
    }

    static Stream<Throwable> thrownByTheClient() {
        return Stream.of(
                new IllegalArgumentException("port out of range"),
                new RejectedExecutionException("full"),
                new OutOfMemoryError("unable to create native thread"),
                new NoClassDefFoundError("jdk/internal/net/http/Exchange"),
                new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("thrownByTheClient")
    void anExceptionOfTheClientIsAFailure(Throwable thrown) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpClient client = new FaultyClient(HttpClient.newHttpClient(), request -> {
            if (requests.getAndIncrement() == 0) {
                throw JdkTransportFailureTest.<RuntimeException>unchecked(thrown);
            }
            return null;
        });
        try (var server = LoopbackServer.running(connection -> {
                    connection.readRequest();
                    connection.write(OK + "Content-Length: 0\r\n\r\n");
                });
                var borrowing = JdkTransport.borrowing(client)) {
            var handler = new RecordingHandler();
            borrowing.send(Posts.to(server.baseUrl()), handler);
            assertThat(handler.awaitEnd().calls()).containsExactly("start", "failure INTERNAL NOT_SENT");
            assertThat(handler.failure()).hasCause(thrown);

            var next = new RecordingHandler();
            borrowing.send(Posts.to(server.baseUrl()), next);
            assertThat(next.awaitEnd().calls()).endsWith("complete");
        }
    }

    /** The client of JDK 17 then fails the stage of the body, and neither subscribes nor fails the subscriber. */
    @Test
    void anHttp2ConnectionLostBetweenHeadAndBodyIsAFailure() throws Exception {
        HttpClient client = new FaultyClient(HttpClient.newHttpClient(), (request, handler) -> {
            CompletableFuture<?> body =
                    handler.apply(new Head(HttpClient.Version.HTTP_2)).getBody().toCompletableFuture();
            body.completeExceptionally(new IOException("GOAWAY received"));
            return body.thenCompose(failedTooLate -> new CompletableFuture<>());
        });
        try (var borrowing = JdkTransport.borrowing(client)) {
            var handler = new RecordingHandler();
            borrowing.send(Posts.to("https://127.0.0.1:1"), handler);

            assertThat(handler.awaitEnd().calls()).containsExactly("start", "head 200", "failure RESET HEAD_RECEIVED");
        }
    }

    private record Head(HttpClient.Version version) implements ResponseInfo {

        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public java.net.http.HttpHeaders headers() {
            return java.net.http.HttpHeaders.of(Map.of(), (name, value) -> true);
        }
    }

    @Test
    void anExceptionOfALookUpIsAFailure() throws Exception {
        try (var broken = JdkTransport.create(TransportConfig.defaults(), host -> {
            throw new NoClassDefFoundError("java/net/Inet6AddressImpl");
        })) {
            var handler = new RecordingHandler();
            broken.send(Posts.to("http://localhost:80"), handler);

            assertThat(handler.awaitEnd().calls()).containsExactly("start", "failure INTERNAL NOT_SENT");
        }
    }

    @Test
    void aRejectingExecutorIsAFailure() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .executor(task -> {
                    throw new RejectedExecutionException("full");
                })
                .build();
        try (var server = LoopbackServer.running(connection -> connection.readRequest());
                var borrowing = JdkTransport.borrowing(client)) {
            var handler = new RecordingHandler();
            borrowing.send(Posts.to(server.baseUrl()), handler);

            assertFailure(handler, server.baseUrl(), Kind.INTERNAL, NOT_SENT);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // The cast is unchecked, and has no effect at run time.
    private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private void failsBy(ConnectionScript script, Kind kind, RequestProgress progress) throws Exception {
        try (var server = LoopbackServer.running(script)) {
            fails(server.baseUrl(), kind, progress);
        }
    }

    private void fails(String baseUrl, Kind kind, RequestProgress progress) throws Exception {
        var handler = new RecordingHandler();
        transport.send(Posts.to(baseUrl), handler);
        assertFailure(handler, baseUrl, kind, progress);
    }

    private static void assertFailure(RecordingHandler handler, String baseUrl, Kind kind, RequestProgress progress)
            throws Exception {
        assertThat(handler.awaitEnd().calls()).endsWith("failure " + kind + " " + progress);
        TransportException failure = handler.failure();
        assertThat(failure).hasMessageContaining(URI.create(baseUrl).getRawAuthority());
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("secr");
    }
}
