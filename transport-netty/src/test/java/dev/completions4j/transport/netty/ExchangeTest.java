// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExchangeTest {

    private final TransportFixture fixture = new TransportFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void requestIsSentAsGivenWithHostAndLength() {
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            RecordingHandler handler = new RecordingHandler();
            fixture.transport.send(
                    TransportFixture.request(server.baseUrl() + "/v1/completions?api-version=1%2F2", "grüße"), handler);
            assertThat(handler.end()).isEqualTo("complete");

            ReceivedRequest request = server.requests().get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.target()).isEqualTo("/v1/completions?api-version=1%2F2");
            assertThat(request.bodyText()).isEqualTo("grüße");
            assertThat(request.headers())
                    .isEqualTo(HttpHeaders.builder()
                            .add("host", server.baseUrl().substring("http://".length()))
                            .add("Content-Type", "application/json")
                            .add("Authorization", "Bearer secret-key")
                            .add("content-length", "7")
                            .build());
        }
    }

    @Test
    void getWithoutBodyHasNoLengthAndNoPathMeansRoot() {
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            RecordingHandler handler = new RecordingHandler();
            fixture.transport.send(
                    new TransportRequest(
                            "GET", URI.create(server.baseUrl()), HttpHeaders.empty(), ByteBuffer.allocate(0)),
                    handler);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(server.requests().get(0).target()).isEqualTo("/");
            assertThat(server.requests().get(0).headers().names()).containsExactly("host");
        }
    }

    @Test
    void headBodyAndEndAreReportedInOrder() {
        String response = String.join(
                "\r\n",
                "HTTP/1.1 429 Slow Down",
                "Retry-After: 1",
                "X-Two: a",
                "X-Two: b",
                "Transfer-Encoding: chunked",
                "",
                "5",
                "hello",
                "6",
                " world",
                "0",
                "X-Trailer: t",
                "",
                "");
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(response))) {
            RecordingHandler handler = fixture.send(server);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.head().status()).isEqualTo(429);
            assertThat(handler.head().protocol()).isEqualTo("HTTP/1.1");
            assertThat(handler.head().headers().all("x-two")).containsExactly("a", "b");
            assertThat(handler.head().headers().first("x-trailer")).isNull();
            assertThat(handler.body()).isEqualTo("hello world");
            assertThat(handler.calls()).containsExactly("start", "head", "data", "complete");
        }
    }

    @Test
    void responseWithoutBodyCompletesWithoutDemand() {
        try (LoopbackServer server =
                LoopbackServer.running(TransportFixture.answering("HTTP/1.1 204 No Content\r\n\r\n"))) {
            RecordingHandler handler = fixture.send(server, new RecordingHandler(0));

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.calls()).containsExactly("start", "head", "complete");
        }
    }

    @Test
    void responseToHeadHasNoBodyWhateverItsLength() {
        try (LoopbackServer server =
                LoopbackServer.running(TransportFixture.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"))) {
            RecordingHandler handler = new RecordingHandler();
            fixture.transport.send(
                    new TransportRequest(
                            "HEAD", URI.create(server.baseUrl()), HttpHeaders.empty(), ByteBuffer.allocate(0)),
                    handler);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.calls()).containsExactly("start", "head", "complete");
        }
    }

    @Test
    void interimResponsesAreSkipped() {
        String interim = "HTTP/1.1 102 Processing\r\nX-Wait: 1\r\n\r\n".repeat(8);
        try (LoopbackServer server =
                LoopbackServer.running(TransportFixture.answering(interim + TransportFixture.OK))) {
            RecordingHandler handler = fixture.send(server);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.calls()).containsExactly("start", "head", "data", "complete");
            fixture.send(server).end();
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void plainBodyWithoutLengthEndsWithTheConnection() {
        String response = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nto the end";
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answeringAndClosing(response))) {
            RecordingHandler handler = fixture.send(server);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.head().protocol()).isEqualTo("HTTP/1.0");
            assertThat(handler.body()).isEqualTo("to the end");
        }
    }

    @Test
    void responseBeforeTheRequestWasReadIsDeliveredAlthoughTheServerClosed() {
        try (LoopbackServer server = LoopbackServer.running(
                connection -> connection.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig"))) {
            RecordingHandler handler = new RecordingHandler();
            fixture.transport.send(
                    TransportFixture.request(server.baseUrl() + "/v1/completions", "x".repeat(32 << 20)), handler);

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.head().status()).isEqualTo(413);
            assertThat(handler.body()).isEqualTo("big");
        }
    }

    @Test
    void nonPositiveDemandIsRejected() {
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            RecordingHandler handler = fixture.send(server);

            assertThatThrownBy(() -> handler.exchange().request(0)).isInstanceOf(IllegalArgumentException.class);
            assertThat(handler.end()).isEqualTo("complete");
        }
    }

    @Test
    void handlerThatThrowsInOnStartGetsNoConnection() {
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            RecordingHandler thrower = fixture.send(server, throwingIn("start"));
            fixture.settle();

            assertThat(thrower.calls()).containsExactly("start");
            assertThat(server.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "data"})
    void throwingHandlerEndsOnlyItsExchange(String call) throws InterruptedException {
        String unfinished = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n";
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answeringOnce(unfinished))) {
            RecordingHandler thrower = fixture.send(server, throwingIn(call));

            assertThat(server.awaitHangUp(Duration.ofSeconds(20))).isTrue();
            fixture.settle();
            assertThat(thrower.calls()).last().isEqualTo(call);
            assertThat(thrower.calls()).containsOnlyOnce(call);
        }
    }

    private static RecordingHandler throwingIn(String call) {
        return new RecordingHandler() {
            @Override
            void react(String each) {
                if (each.equals(call)) {
                    throw new AssertionError("thrown by a handler in " + call);
                }
            }
        };
    }
}
