// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.testkit.model.FakeModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FaultTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String STATUS_LINE = "HTTP/1.1 200 OK\r\n";
    private static final String STREAM = "{\"model\": \"m\", \"prompt\": \"p\", \"stream\": true}";
    private static final String WHOLE = "{\"model\": \"m\", \"prompt\": \"p\"}";

    private final ConnectionScript endpoint = FakeEndpoint.of(FakeModel.builder()
            .source(FakeModel.TextSource.fixed("one two three four"))
            .build());

    @Test
    void beforeTheHead() throws Exception {
        assertThat(answer(Fault.close().beforeHead(), STREAM)).isEmpty();
    }

    @Test
    void inTheHead() throws Exception {
        assertThat(answer(Fault.close().inHead(), STREAM)).isEqualTo(STATUS_LINE);
    }

    @Test
    void afterTheHead() throws Exception {
        assertThat(answer(Fault.close().afterHead(), STREAM))
                .startsWith(STATUS_LINE)
                .endsWith("chunked\r\n\r\n")
                .doesNotContain("data");
    }

    @Test
    void afterBytesOfTheBody() throws Exception {
        String answer = answer(Fault.close().afterBytes(10), WHOLE);

        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).isEqualTo("{\"id\":\"cmp");
    }

    @Test
    void afterTheLastByteOfTheBody() throws Exception {
        String whole = answer(Fault.close().afterEvents(1_000), "Connection: close\r\n", WHOLE);
        int bodyLength = whole.length() - whole.indexOf("\r\n\r\n") - 4;

        assertThat(answer(Fault.close().afterBytes(bodyLength), WHOLE)).endsWith("}}");
    }

    @Test
    void betweenEvents() throws Exception {
        assertThat(answer(Fault.close().afterEvents(2), STREAM))
                .containsOnlyOnce(" two")
                .doesNotContain(" three")
                .endsWith("}\n\n\r\n");
    }

    @Test
    void inAnEvent() throws Exception {
        assertThat(answer(Fault.close().inEvent(3), STREAM)).contains(" two").endsWith("\r\ndata:");
    }

    @Test
    void aResetIsObservedAsAReset() throws Exception {
        try (LoopbackServer server = serving(Fault.reset().beforeHead());
                Socket client = connect(server)) {
            send(client, "", STREAM);

            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            assertThat(server.awaitHangUp(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void cutEndsATlsConnection() throws Exception {
        ConnectionScript script = Fault.cut().afterEvents(1).over(endpoint);
        try (LoopbackServer server = LoopbackServer.running(script, TestCertificate.serverContext());
                Socket client = TestCertificate.clientContext()
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), port(server))) {
            client.setSoTimeout((int) PATIENCE.toMillis());
            send(client, "", STREAM);

            // Java's sockets accept either end if the preceding TLS records are complete.
            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                    .endsWith("}\n\n\r\n");
        }
    }

    @Test
    void aStallLastsUntilTheClientDisconnects() throws Exception {
        try (LoopbackServer server = serving(Fault.stall().afterEvents(3))) {
            Socket client = connect(server);
            send(client, "", STREAM);
            readUntil(client, " three");
            assertThat(server.openConnections()).isEqualTo(1);
            client.close();

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            assertThat(server.awaitNoConnections(PATIENCE)).isTrue();
            assertThat(server.openConnections()).isZero();
            assertThat(server.responses()).singleElement().satisfies(response -> {
                assertThat(response.request()).isEqualTo(server.requests().get(0));
                assertThat(response.events()).isEqualTo(3);
                assertThat(response.hungUp()).isTrue();
            });
        }
    }

    @Test
    void aSlowResponseIsComplete() throws Exception {
        ConnectionScript done = connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        };
        try (LoopbackServer server = LoopbackServer.running(
                        Fault.slow(Duration.ofMillis(1)).inHead().over(done));
                Socket client = connect(server)) {
            send(client, "", WHOLE);

            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                    .endsWith("\r\n\r\nok");
            assertThat(server.responses().get(0).bodyBytes()).isEqualTo(2);
        }
    }

    @Test
    void detectsAClientThatDisconnectsDuringASlowResponse() throws Exception {
        try (LoopbackServer server = serving(Fault.slow(Duration.ofHours(1)).afterHead())) {
            Socket client = connect(server);
            send(client, "", STREAM);
            readUntil(client, "\r\n\r\n");
            client.close();

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @Test
    void garbageIsInserted() throws Exception {
        String answer = answer(Fault.garbage("!?").inHead(), "Connection: close\r\n", WHOLE);

        assertThat(answer).startsWith(STATUS_LINE + "!?x-request-id: req-1\r\n").endsWith("}}");
    }

    @Test
    void aFaultOccursAtMostAsOftenAsConfigured() throws Exception {
        try (LoopbackServer server = serving(Fault.close().afterHead().times(1))) {
            for (boolean whole : new boolean[] {false, true, true}) {
                try (Socket client = connect(server)) {
                    send(client, "Connection: close\r\n", WHOLE);
                    assertThat(new String(client.getInputStream().readAllBytes(), UTF_8).endsWith("}}"))
                            .isEqualTo(whole);
                }
            }
        }
    }

    @Test
    void aFaultOccursInEachResponseOfAConnection() throws Exception {
        try (LoopbackServer server = serving(Fault.garbage("!").beforeHead());
                Socket client = connect(server)) {
            for (int i = 0; i < 2; i++) {
                send(client, "", WHOLE);
                assertThat(readUntil(client, "}}")).startsWith("!HTTP/1.1 200 OK");
            }
        }
    }

    @Test
    void faultsCanBeCombined() throws Exception {
        ConnectionScript script =
                Fault.close().afterEvents(1).over(Fault.garbage("!").inHead().over(endpoint));
        try (LoopbackServer server = LoopbackServer.running(script);
                Socket client = connect(server)) {
            send(client, "", STREAM);

            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                    .startsWith(STATUS_LINE + "!")
                    .contains("one")
                    .doesNotContain(" two");
        }
    }

    @Test
    void reportsHowMuchWasWrittenBeforeADisconnect() throws Exception {
        FakeModel endless = FakeModel.builder()
                .source(FakeModel.TextSource.fixed(" word".repeat(1_000_000)))
                .build();
        try (LoopbackServer server = LoopbackServer.serving(endless)) {
            Socket client = connect(server);
            send(client, "", "{\"model\": \"m\", \"stream\": true, \"max_tokens\": 1000000}");
            readUntil(client, " word");
            client.close();

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            ServedResponse response = server.responses().get(0);
            assertThat(response.hungUp()).isTrue();
            assertThat(response.events()).isBetween(1, 999_999);
            assertThat(response.bodyBytes()).isGreaterThan(response.events());
            assertThat(response.writing()).isPositive();
        }
    }

    @Test
    void reportsCompletelyServedResponses() throws Exception {
        try (LoopbackServer server = LoopbackServer.running(endpoint);
                Socket client = connect(server)) {
            send(client, "Connection: close\r\n", STREAM);
            client.getInputStream().readAllBytes();

            assertThat(server.awaitNoConnections(PATIENCE)).isTrue();
            assertThat(server.responses()).singleElement().satisfies(response -> {
                assertThat(response.events()).isEqualTo(5);
                assertThat(response.hungUp()).isFalse();
            });
        }
    }

    private String answer(Fault fault, String request) throws Exception {
        return answer(fault, "", request);
    }

    /** Returns everything received until the server closes the connection. */
    private String answer(Fault fault, String headers, String request) throws Exception {
        try (LoopbackServer server = serving(fault);
                Socket client = connect(server)) {
            send(client, headers, request);
            return new String(client.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private LoopbackServer serving(Fault fault) {
        return LoopbackServer.running(fault.over(endpoint));
    }

    private static void send(Socket client, String headers, String body) throws IOException {
        client.getOutputStream()
                .write(("POST /v1/completions HTTP/1.1\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n"
                                + body)
                        .getBytes(UTF_8));
    }

    private static String readUntil(Socket client, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = client.getInputStream().read();
            assertThat(next).as("what follows " + read).isNotNegative();
            read.append((char) next);
        }
        return read.toString();
    }

    private static Socket connect(LoopbackServer server) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port(server));
        client.setSoTimeout((int) TimeUnit.MILLISECONDS.convert(PATIENCE));
        return client;
    }

    private static int port(LoopbackServer server) {
        return URI.create(server.baseUrl()).getPort();
    }
}
