// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.TransportConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FailureTest {

    private static final int MAX_HEAD_BYTES = 16 * 1024;

    private final TransportFixture fixture = new TransportFixture(
            NettyTransport.builder().config(TransportConfig.defaults().withMaxHeadBytes(MAX_HEAD_BYTES)));

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\npart",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n0\r\n"
            })
    void truncatedBodyIsReportedAfterAllReceivedData(String response) {
        RecordingHandler handler = answeredBy(TransportFixture.answeringAndClosing(response));

        assertThat(handler.end()).isEqualTo("failure TRUNCATED HEAD_RECEIVED");
        assertThat(handler.body()).isEqualTo("part");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Transfer-Encoding: chunked;Content-Length: 2 | PROTOCOL HEAD_RECEIVED",
                "Transfer-Encoding: identity;Content-Length: 2 | PROTOCOL HEAD_RECEIVED",
                "Transfer-Encoding: identity | PROTOCOL HEAD_RECEIVED",
                "Transfer-Encoding: gzip, chunked | PROTOCOL HEAD_RECEIVED",
                "Transfer-Encoding: chunked, chunked | PROTOCOL HEAD_RECEIVED",
                "Transfer-Encoding: chunked;Transfer-Encoding: chunked | PROTOCOL HEAD_RECEIVED",
                "Transfer-Encoding: chunked;Transfer-Encoding: identity | PROTOCOL HEAD_RECEIVED",
                "Transfer-Encoding: xchunked | PROTOCOL HEAD_RECEIVED",
                "Transfer-Encoding: | PROTOCOL HEAD_RECEIVED",
                "Content-Length: 2;Content-Length: 3 | PROTOCOL HEAD_RECEIVED",
                "Content-Length: two | PROTOCOL HEAD_RECEIVED",
                "No-Colon | PROTOCOL HEAD_RECEIVED"
            })
    void contradictoryHeadIsAProtocolFailure(String headers, String expected) {
        String response = "HTTP/1.1 200 OK\r\n" + headers.replace(";", "\r\n") + "\r\n\r\nok";
        RecordingHandler handler = answeredBy(TransportFixture.answeringOnce(response));

        assertThat(handler.end()).isEqualTo("failure " + expected);
        assertThat(handler.calls()).containsExactly("start", "failure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "Chunked", " CHUNKED "})
    void chunkedIsChunkedInAnyCase(String coding) {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding:" + coding + "\r\n\r\n";
        RecordingHandler handler = answeredBy(TransportFixture.answeringOnce(head + "2\r\nok\r\n0\r\n\r\n"));

        assertThat(handler.end()).isEqualTo("complete");
        assertThat(handler.body()).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 99 Low\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n"
            })
    void nonFinalResponseIsAProtocolFailure(String response) {
        assertThat(answeredBy(TransportFixture.answeringOnce(response)).end())
                .isEqualTo("failure PROTOCOL HEAD_RECEIVED");
    }

    @Test
    void ninthInterimResponseIsAProtocolFailure() {
        String flood = "HTTP/1.1 100 Continue\r\n\r\n".repeat(9);

        assertThat(answeredBy(TransportFixture.answeringOnce(flood)).end()).isEqualTo("failure PROTOCOL HEAD_RECEIVED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\nbody\r\n", "-1\r\nbody\r\n", "4\r\nbodyXX", "fffffffffffffffff\r\nbody"})
    void malformedChunkIsAProtocolFailure(String chunk) {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

        assertThat(answeredBy(TransportFixture.answeringOnce(head + chunk)).end())
                .isEqualTo("failure PROTOCOL HEAD_RECEIVED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nX-Long: ", "HTTP/1.1 200 "})
    void headBeyondTheLimitIsALimitFailure(String beginning) {
        RecordingHandler handler = answeredBy(connection -> {
            connection.readRequest();
            connection.write(beginning);
            while (true) {
                connection.write(beginning.endsWith("\n") ? "X-Flood: 0123456789\r\n" : "0123456789");
            }
        });

        assertThat(handler.end()).isEqualTo("failure LIMIT HEAD_RECEIVED");
        assertThat(handler.failure()).hasMessageContaining(Integer.toString(MAX_HEAD_BYTES));
    }

    @Test
    void headAtTheLimitIsAcceptedAndOneAboveIsNot() {
        // Line ends do not count; a status line of 15 bytes and a last header of 17 do.
        String filler = "X: " + "x".repeat(MAX_HEAD_BYTES - 15 - 17 - 3);
        String end = "\r\nContent-Length: 0\r\n\r\n";

        assertThat(answeredBy(TransportFixture.answeringOnce("HTTP/1.1 200 OK\r\n" + filler + end))
                        .end())
                .isEqualTo("complete");
        assertThat(answeredBy(TransportFixture.answeringOnce("HTTP/1.1 200 OK\r\n" + filler + "x" + end))
                        .end())
                .isEqualTo("failure LIMIT HEAD_RECEIVED");
    }

    @Test
    void closeBeforeAResponseIsAReset() {
        assertThat(answeredBy(TransportFixture.answeringAndClosing("")).end()).isEqualTo("failure RESET MAYBE_SENT");
    }

    @Test
    void closeInsideTheHeadIsAReset() {
        RecordingHandler handler =
                answeredBy(TransportFixture.answeringAndClosing("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"));

        assertThat(handler.end()).isEqualTo("failure RESET MAYBE_SENT");
    }

    @Test
    void resetBeforeAResponseIsAReset() {
        RecordingHandler handler = answeredBy(connection -> {
            connection.readRequest();
            connection.reset();
        });

        assertThat(handler.end()).isEqualTo("failure RESET MAYBE_SENT");
    }

    @Test
    void resetInsideABodyWithoutLengthIsNotItsEnd() {
        CountDownLatch delivered = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\n\r\npart");
            delivered.await();
            connection.reset();
        })) {
            RecordingHandler handler = new RecordingHandler() {
                @Override
                void react(String call) {
                    if (call.equals("data")) {
                        delivered.countDown();
                    }
                }
            };
            fixture.send(server, handler);

            assertThat(handler.end()).isEqualTo("failure RESET HEAD_RECEIVED");
            assertThat(handler.body()).isEqualTo("part");
        }
    }

    @Test
    void messagesContainTheServerAndNoSecret() {
        String response = "HTTP/1.1 200 secret-reason\r\nX: secret-value\r\nContent-Length: secret-length\r\n\r\n";
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answeringOnce(response))) {
            RecordingHandler handler =
                    fixture.send(server.baseUrl() + "/path?key=secret-query", new RecordingHandler());

            assertThat(handler.failure()).hasMessageContaining(server.baseUrl().substring("http://".length()));
            assertThat(stackTraceOf(handler.failure())).doesNotContain("secret");
        }
    }

    private static String stackTraceOf(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private RecordingHandler answeredBy(ConnectionScript script) {
        try (LoopbackServer server = LoopbackServer.running(script)) {
            RecordingHandler handler = fixture.send(server);
            handler.end();
            return handler;
        }
    }
}
