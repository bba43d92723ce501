// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.TransportException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnJre;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests HTTP/2, negotiated in the TLS handshake. */
final class JdkTransportHttp2Test {

    private static final long PATIENCE_SECONDS = 20;
    private static final SSLContext SERVER = TestCertificate.serverContext();

    private final JdkTransport transport =
            JdkTransport.create(TestConfig.PATIENT.withSslContext(TestCertificate.clientContext()));

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void deliversHeadDataAndEndOverOneConnection() throws Exception {
        try (var server = Http2Server.running(SERVER, connection -> {
            while (true) {
                int stream = connection.readRequest();
                connection.writeHead(stream);
                connection.writeData(stream, "a");
                connection.awaitSeen(stream);
                connection.writeData(stream, "b");
                connection.writeEnd(stream);
            }
        })) {
            for (int i = 0; i < 3; i++) {
                var handler = send(server, new RecordingHandler()).awaitEnd();
                assertThat(handler.calls()).containsExactly("start", "head 200", "data a", "data b", "complete");
                assertThat(handler.head().protocol()).isEqualTo("HTTP/2");
                assertThat(handler.head().headers().first(":status")).isNull();
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void increasesTheWindowOnlyByDemand() throws Exception {
        BlockingQueue<Long> granted = new ArrayBlockingQueue<>(2);
        CountDownLatch greedy = new CountDownLatch(1);
        try (var server = Http2Server.running(SERVER, connection -> {
            int stream = connection.readRequest();
            connection.writeHead(stream);
            byte[] piece = new byte[16 << 10];
            for (long left = connection.streamWindow(); left >= piece.length; left -= piece.length) {
                connection.writeData(stream, piece);
            }
            granted.add(connection.awaitSeen(stream));
            greedy.await();
            granted.add((long) connection.read(Http2Connection.WINDOW_UPDATE).number());
            connection.writeEnd(stream);
            connection.awaitClientClose();
        })) {
            var handler = send(server, new RecordingHandler() {
                @Override
                void whenStarted(Exchange exchange) {
                    exchange.request(1);
                }

                @Override
                String describe(ByteBuffer chunk) {
                    return "data";
                }
            });
            assertThat(granted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isZero();
            assertThat(handler.calls()).containsExactly("start", "head 200", "data");

            handler.exchange().request(Long.MAX_VALUE);
            greedy.countDown();
            assertThat(granted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isPositive();
            assertThat(handler.awaitEnd().calls()).endsWith("complete");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cancelResetsTheStreamAndKeepsTheConnection(boolean headSent) throws Exception {
        BlockingQueue<Integer> errors = new ArrayBlockingQueue<>(1);
        CountDownLatch received = new CountDownLatch(1);
        try (var server = Http2Server.running(SERVER, connection -> {
            int stream = connection.readRequest();
            if (headSent) {
                connection.writeHead(stream);
                connection.writeData(stream, "a");
            }
            received.countDown();
            errors.add(connection.read(Http2Connection.RST_STREAM).number());
            connection.answer(connection.readRequest());
            connection.awaitClientClose();
        })) {
            var handler = send(server, new RecordingHandler());
            assertThat(received.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            if (headSent) {
                handler.awaitData();
            }
            handler.exchange().cancel();

            assertThat(errors.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(Http2Connection.CANCEL);
            assertThat(send(server, new RecordingHandler()).awaitEnd().calls()).endsWith("data hello", "complete");
            assertThat(handler.calls()).doesNotContain("complete").noneMatch(call -> call.startsWith("failure"));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Http2Connection.INTERNAL_ERROR, Http2Connection.CANCEL})
    void aResetBeforeTheHeadMayHaveBeenProcessed(int error) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (var server = Http2Server.running(SERVER, connection -> {
            while (true) {
                int stream = connection.readRequest();
                requests.incrementAndGet();
                connection.writeReset(stream, error);
            }
        })) {
            assertThat(send(server, new RecordingHandler()).awaitEnd().calls())
                    .containsExactly("start", "failure RESET MAYBE_SENT");
            assertThat(requests).hasValue(1);
        }
    }

    @Test
    void aResetInTheBodyIsAFailureAfterTheData() throws Exception {
        CountDownLatch delivered = new CountDownLatch(1);
        try (var server = Http2Server.running(SERVER, connection -> {
            int stream = connection.readRequest();
            connection.writeHead(stream);
            connection.writeData(stream, "a");
            delivered.await();
            connection.writeReset(stream, Http2Connection.INTERNAL_ERROR);
            connection.awaitClientClose();
        })) {
            var handler = send(server, new RecordingHandler()).awaitData();
            delivered.countDown();

            assertThat(handler.awaitEnd().calls())
                    .containsExactly("start", "head 200", "data a", "failure RESET HEAD_RECEIVED");
        }
    }

    @Test
    void aConnectionThatEndsInTheBodyIsAFailureAfterTheData() throws Exception {
        CountDownLatch delivered = new CountDownLatch(1);
        try (var server = Http2Server.running(SERVER, connection -> {
            int stream = connection.readRequest();
            connection.writeHead(stream);
            connection.writeData(stream, "a");
            delivered.await();
        })) {
            var handler = send(server, new RecordingHandler()).awaitData();
            delivered.countDown();

            assertThat(handler.awaitEnd().calls())
                    .startsWith("start", "head 200", "data a")
                    .last()
                    .asString()
                    .isIn("failure TRUNCATED HEAD_RECEIVED", "failure RESET HEAD_RECEIVED");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void aBodyOfAnotherLengthThanDeclaredIsAFailure(int declared) throws Exception {
        try (var server = Http2Server.running(SERVER, connection -> {
            int stream = connection.readRequest();
            connection.writeHead(stream, declared);
            connection.writeData(stream, "hello");
            connection.writeEnd(stream);
            connection.awaitClientClose();
        })) {
            assertThat(send(server, new RecordingHandler()).awaitEnd().calls())
                    .last()
                    .isEqualTo(declared > 5 ? "failure TRUNCATED HEAD_RECEIVED" : "failure PROTOCOL HEAD_RECEIVED");
        }
    }

    static Stream<Arguments> faults() {
        byte[] status200 = Http2Connection.STATUS_200;
        return Stream.of(
                arguments("no status", Kind.PROTOCOL, head(literal("x", "y"))),
                arguments("status 2000", Kind.PROTOCOL, head(literal(":status", "2000"))),
                arguments("status that is no number", Kind.PROTOCOL, head(literal(":status", "secret"))),
                arguments("upper case", Kind.PROTOCOL, head(status200, literal("X-Secret", "secret"))),
                arguments("head over the limit", Kind.LIMIT, head(status200, literal("x", "y".repeat(70_000)))),
                arguments(
                        "head over the client's limit",
                        Kind.LIMIT,
                        head(status200, literal("x", "y".repeat(400 << 10)))),
                arguments("broken HPACK", Kind.PROTOCOL, head(new byte[] {-1, -1, -1, 15})),
                arguments("overflow of the connection's window", Kind.PROTOCOL, (Answer) (connection, stream) ->
                        connection.write(Http2Connection.WINDOW_UPDATE, 0, 0, new byte[] {127, -1, -1, -1})),
                arguments("frame over the limit", Kind.PROTOCOL, (Answer) (connection, stream) -> {
                    connection.writeHead(stream);
                    connection.writeData(stream, new byte[20_000]);
                }),
                arguments("endless head", Kind.LIMIT, (Answer) (connection, stream) -> {
                    connection.write(Http2Connection.HEADERS, 0, stream, status200);
                    while (true) {
                        connection.write(Http2Connection.CONTINUATION, 0, stream, literal("x", "y".repeat(1000)));
                    }
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aMalformedResponseIsAFailure(String name, Kind kind, Answer answer) throws Exception {
        try (var server = Http2Server.running(SERVER, connection -> {
            answer.write(connection, connection.readRequest());
            connection.awaitClientClose();
        })) {
            var handler = send(server, new RecordingHandler()).awaitEnd();
            assertThat(handler.calls()).as(name).endsWith("failure " + kind + " HEAD_RECEIVED");
            assertThat(handler.failure()).hasNoCause();
            assertThat(Objects.requireNonNull(handler.failure().getMessage())).doesNotContain("ecret");
        }
    }

    /** The frames that a server writes to a stream. */
    private interface Answer {
        void write(Http2Connection connection, int stream) throws IOException;
    }

    private static Answer head(byte[]... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            block.writeBytes(field);
        }
        return (connection, stream) -> connection.writeBlock(stream, block.toByteArray());
    }

    /** Returns a header in HPACK, as a literal without indexing (RFC 7541, section 6.2.2). */
    private static byte[] literal(String name, String value) {
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        field.write(0);
        for (String text : new String[] {name, value}) {
            int length = text.length();
            field.write(Math.min(length, 127));
            if (length >= 127) {
                for (length -= 127; length >= 128; length /= 128) {
                    field.write(length % 128 + 128);
                }
                field.write(length);
            }
            field.writeBytes(text.getBytes(US_ASCII));
        }
        return field.toByteArray();
    }

    /** Newer releases of the client retry by themselves; older ones treat it like any other reset. */
    @Test
    void aRefusedStreamIsRetriedOrMayHaveBeenProcessed() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (var server = Http2Server.running(SERVER, connection -> {
            while (true) {
                int stream = connection.readRequest();
                if (requests.incrementAndGet() == 1) {
                    connection.writeReset(stream, Http2Connection.REFUSED_STREAM);
                } else {
                    connection.answer(stream);
                }
            }
        })) {
            assertServedOnceOrMaybe(send(server, new RecordingHandler()).awaitEnd(), requests);
        }
    }

    @Test
    void aStreamBeyondGoAwayIsRetriedOrMayHaveBeenProcessed() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (var server = Http2Server.running(SERVER, connection -> {
            while (true) {
                int stream = connection.readRequest();
                if (requests.incrementAndGet() == 1) {
                    connection.writeGoAway(0, Http2Connection.NO_ERROR);
                } else {
                    connection.answer(stream);
                }
            }
        })) {
            assertServedOnceOrMaybe(send(server, new RecordingHandler()).awaitEnd(), requests);
        }
    }

    /** Older releases of the client fail all streams of a connection that receives GOAWAY. */
    @Test
    void aStreamWithinGoAwayCompletesOrIsAFailure() throws Exception {
        CountDownLatch delivered = new CountDownLatch(1);
        try (var server = Http2Server.running(SERVER, connection -> {
            int stream = connection.readRequest();
            connection.writeHead(stream);
            connection.writeData(stream, "a");
            delivered.await();
            connection.writeGoAway(stream, Http2Connection.NO_ERROR);
            connection.awaitSeen(stream);
            connection.writeData(stream, "b");
            connection.writeEnd(stream);
            connection.awaitClientClose();
        })) {
            var handler = send(server, new RecordingHandler()).awaitData();
            delivered.countDown();

            assertThat(String.join(", ", handler.awaitEnd().calls()))
                    .isIn(
                            "start, head 200, data a, data b, complete",
                            "start, head 200, data a, failure RESET HEAD_RECEIVED",
                            "start, head 200, data a, failure TRUNCATED HEAD_RECEIVED");
        }
    }

    @Test
    @DisabledOnJre(
            value = JRE.JAVA_17,
            disabledReason =
                    "The client does not always close the connection, so nothing shows when GOAWAY has been read")
    void aConnectionIsNotReusedAfterGoAway() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (var server = Http2Server.running(SERVER, connection -> {
            int stream = connection.readRequest();
            connection.answer(stream);
            if (connections.incrementAndGet() == 1) {
                ended.await();
                connection.writeGoAway(stream, Http2Connection.NO_ERROR);
                try {
                    connection.awaitSeen(stream);
                } finally {
                    // The client has answered, or has closed the connection.
                    gone.countDown();
                }
            }
            connection.awaitClientClose();
        })) {
            assertThat(send(server, new RecordingHandler()).awaitEnd().calls()).endsWith("complete");
            ended.countDown();
            assertThat(gone.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

            assertThat(send(server, new RecordingHandler()).awaitEnd().calls()).endsWith("complete");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    /** Requests beyond the limit use another connection, or are not sent. */
    @Test
    void respectsTheServersStreamLimit() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        CountDownLatch received = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (var server = Http2Server.running(SERVER, connection -> {
            connection.limitStreams(1);
            while (true) {
                int stream = connection.readRequest();
                if (requests.incrementAndGet() == 1) {
                    connection.awaitSeen(stream);
                    received.countDown();
                    goOn.await();
                }
                connection.answer(stream);
            }
        })) {
            var first = send(server, new RecordingHandler());
            assertThat(received.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            var second = send(server, new RecordingHandler()).awaitEnd();
            goOn.countDown();

            assertThat(first.awaitEnd().calls()).endsWith("complete");
            assertThat(second.calls()).last().asString().isIn("complete", "failure RESET NOT_SENT");
            assertThat(send(server, new RecordingHandler()).awaitEnd().calls()).endsWith("complete");
        }
    }

    private <H extends RecordingHandler> H send(Http2Server server, H handler) {
        transport.send(Posts.to(server.baseUrl()), handler);
        return handler;
    }

    private static void assertServedOnceOrMaybe(RecordingHandler handler, AtomicInteger requests) {
        if (requests.get() == 1) {
            assertThat(handler.calls()).containsExactly("start", "failure RESET MAYBE_SENT");
        } else {
            assertThat(handler.calls()).isEqualTo(List.of("start", "head 200", "data hello", "complete"));
            assertThat(requests).hasValue(2);
        }
    }
}
