// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.model.Dialect;
import dev.completions4j.testkit.model.FakeModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FakeEndpointTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeModel model =
            FakeModel.builder().source(FakeModel.TextSource.fixed("Ça va.")).build();

    @Test
    void servesANonStreamingCompletion() throws Exception {
        try (LoopbackServer server = LoopbackServer.serving(model)) {
            HttpResponse<String> response = post(server, "/v1/completions", """
                    {"model": "m", "prompt": "p"}""");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(response.headers().firstValue("x-request-id")).hasValue("req-1");
            assertThat(response.headers().firstValue("Content-Length")).isPresent();
            assertThat(response.body()).contains("\"text\":\"Ça va.\"");
        }
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        try (LoopbackServer server = LoopbackServer.serving(model);
                Socket client = new Socket(
                        InetAddress.getLoopbackAddress(),
                        URI.create(server.baseUrl()).getPort())) {
            client.getOutputStream().write("HEAD /v1/models HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));

            assertThat(client.getInputStream().readAllBytes())
                    .asString()
                    .startsWith("HTTP/1.1 404 Not Found\r\n")
                    .containsOnlyOnce("\r\n\r\n")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void reportsRequestsAndAnswers() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        FakeEndpoint endpoint = FakeEndpoint.of(model)
                .observedBy((request, answer) -> seen.add(answer.status() + " " + request.path()))
                .withTokenInterval(Duration.ZERO);
        try (LoopbackServer server = LoopbackServer.running(endpoint)) {
            send(builder(server, "/v1/models"));
            send(builder(server, "/v1/nothing"));
        }

        assertThat(seen).containsExactly("200 /v1/models", "404 /v1/nothing");
    }

    @Test
    void servesAStreamAsEvents() throws Exception {
        try (LoopbackServer server = LoopbackServer.serving(model)) {
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> response = post(server, "/completions", """
                        {"model": "m", "prompt": "p", "stream": true}""");

                assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
                assertThat(response.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
                List<String> events = List.of(response.body().split("\n\n", -1));
                assertThat(events).hasSize(5);
                assertThat(events.subList(0, 3)).allMatch(event -> event.startsWith("data: {"));
                assertThat(events.get(0)).contains("\"text\":\"Ça\"");
                assertThat(events.subList(3, 5)).containsExactly("data: [DONE]", "");
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void servesErrorsInOpenAisFormat() throws Exception {
        try (LoopbackServer server =
                LoopbackServer.running(FakeEndpoint.of(model).requiringKey("sk-right"))) {
            HttpResponse<String> unauthorized = send(builder(server, "/v1/models"));
            assertThat(unauthorized.statusCode()).isEqualTo(401);
            assertThat(unauthorized.body())
                    .contains("\"code\":\"invalid_api_key\"")
                    .doesNotContain("sk-right");

            HttpRequest.Builder authorized = builder(server, "/v1/models").header("Authorization", "Bearer sk-right");
            assertThat(send(authorized).body()).contains("\"id\":\"fake-model\"");

            authorized.uri(URI.create(server.baseUrl() + "/v1/completions"));
            HttpResponse<String> malformed = send(authorized.copy().POST(BodyPublishers.ofString("{\"model\"")));
            assertThat(malformed.statusCode()).isEqualTo(400);
            assertThat(malformed.body())
                    .startsWith("{\"error\":{\"message\":")
                    .contains("\"type\":\"invalid_request_error\"");

            authorized.uri(URI.create(server.baseUrl() + "/v1/chat/completions"));
            HttpResponse<String> unknown = send(authorized.copy().POST(BodyPublishers.ofString("{}")));
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void azureAcceptsTheKeyInItsOwnHeader() throws Exception {
        FakeModel azure = FakeModel.builder().dialect(Dialect.AZURE).build();
        try (LoopbackServer server =
                LoopbackServer.running(FakeEndpoint.of(azure).requiringKey("right"))) {
            HttpRequest.Builder request = builder(server, "/openai/deployments/d/completions?api-version=1")
                    .POST(BodyPublishers.ofString("{\"model\": \"m\"}"));

            assertThat(send(request.copy().header("api-key", "wrong")).statusCode())
                    .isEqualTo(401);
            HttpResponse<String> response = send(request.header("api-key", "right"));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("apim-request-id")).hasValue("req-2");
        }
    }

    @Test
    void lmStudioReportsUnknownPathsWithASuccessStatus() throws Exception {
        try (LoopbackServer server = LoopbackServer.serving(
                FakeModel.builder().dialect(Dialect.LM_STUDIO).build())) {
            HttpResponse<String> response = post(server, "/v1/chat/completions", "{}");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .isEqualTo("{\"error\":\"Unexpected endpoint or method. (POST /v1/chat/completions)\"}");
        }
    }

    @Test
    void aDisconnectBetweenTokensEndsTheStream() throws Exception {
        FakeEndpoint endpoint = FakeEndpoint.of(model).withTokenInterval(Duration.ofHours(1));
        try (LoopbackServer server = LoopbackServer.running(endpoint)) {
            disconnectAfterTheFirstLine(server, "{\"model\": \"m\", \"stream\": true}");

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @Test
    void aDisconnectEndsAStreamBeingWritten() throws Exception {
        FakeModel endless = FakeModel.builder()
                .source(FakeModel.TextSource.fixed(" word".repeat(1_000_000)))
                .build();
        try (LoopbackServer server = LoopbackServer.serving(endless)) {
            disconnectAfterTheFirstLine(server, "{\"model\": \"m\", \"stream\": true, \"max_tokens\": 1000000}");

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @Test
    void countsOpenResponses() throws Exception {
        FakeEndpoint endpoint = FakeEndpoint.of(model).withTokenInterval(Duration.ofHours(1));
        try (LoopbackServer server = LoopbackServer.running(endpoint)) {
            assertThat(send(builder(server, "/v1/models")).statusCode()).isEqualTo(200);
            HttpRequest.Builder request = builder(server, "/v1/completions").POST(BodyPublishers.ofString("""
                    {"model": "m", "stream": true}"""));
            try (Stream<String> lines =
                    client.send(request.build(), BodyHandlers.ofLines()).body()) {
                assertThat(lines.findFirst()).isPresent();
                assertThat(server.openResponses()).isEqualTo(1);
            }

            assertThat(server.awaitNoConnections(PATIENCE)).isTrue();
            assertThat(server.openResponses()).isZero();
        }
    }

    @Test
    void sendsPaddingAsComments() throws Exception {
        try (LoopbackServer server =
                LoopbackServer.running(FakeEndpoint.of(model).withPadding(100))) {
            HttpResponse<String> response = post(server, "/v1/completions", """
                    {"model": "m", "prompt": "p", "stream": true}""");

            assertThat(List.of(response.body().split("\n\n", -1)).subList(0, 4))
                    .allMatch(event -> event.startsWith(":" + " ".repeat(98) + "\ndata: "));
            assertThat(server.responses().get(0).events()).isEqualTo(4);
        }
    }

    @Test
    void stopsForASlowClientWithASmallBuffer() throws Exception {
        FakeModel endless = FakeModel.builder()
                .source(FakeModel.TextSource.fixed(" word".repeat(1_000_000)))
                .build();
        FakeEndpoint endpoint = FakeEndpoint.of(endless);
        String body = "{\"model\": \"m\", \"stream\": true, \"max_tokens\": 1000000}";
        int read = 100_000;
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            connection.limitSendBuffer(4096);
            endpoint.serve(connection);
        })) {
            try (Socket socket = new Socket()) {
                socket.setReceiveBufferSize(4096);
                socket.connect(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        URI.create(server.baseUrl()).getPort()));
                socket.setSoTimeout((int) PATIENCE.toMillis());
                socket.getOutputStream()
                        .write(("POST /v1/completions HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                                .getBytes(US_ASCII));
                assertThat(socket.getInputStream().readNBytes(read)).hasSize(read);
            }

            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            assertThat(server.responses().get(0).bodyBytes()).isBetween(read / 2L, 2L * read);
        }
    }

    @Test
    void servesTheModelList() throws Exception {
        FakeModel named = FakeModel.builder().name("org/davinci 2").build();
        try (LoopbackServer server = LoopbackServer.serving(named)) {
            HttpResponse<String> known = send(builder(server, "/v1/models/org/davinci%202"));
            assertThat(known.statusCode()).isEqualTo(200);
            assertThat(known.body()).startsWith("{\"id\":\"org/davinci 2\",\"object\":\"model\"");

            HttpResponse<String> unknown = send(builder(server, "/v1/models/babbage"));
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body()).contains("\"code\":\"model_not_found\"");
        }
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        FakeEndpoint endpoint = FakeEndpoint.of(model).withIdleTimeout(Duration.ofMillis(50));
        CountDownLatch sent = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.running(connection -> {
                    sent.await();
                    endpoint.serve(connection);
                });
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(),
                        URI.create(server.baseUrl()).getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write("GET /v1/models HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
            sent.countDown();

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .contains("fake-model");
            assertThat(server.awaitHangUp(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void servesOverTls() throws Exception {
        try (LoopbackServer server = LoopbackServer.serving(model, TestCertificate.serverContext())) {
            HttpClient trusting = HttpClient.newBuilder()
                    .sslContext(TestCertificate.clientContext())
                    .build();
            HttpRequest.Builder request = builder(server, "/v1/models");

            assertThat(trusting.send(request.build(), BodyHandlers.ofString()).body())
                    .contains("fake-model");
        }
    }

    @Test
    void aPipelinedRequestIsAnsweredAfterTheStream() throws Exception {
        FakeEndpoint endpoint = FakeEndpoint.of(model).withTokenInterval(Duration.ofHours(1));
        try (LoopbackServer server = LoopbackServer.running(endpoint);
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(),
                        URI.create(server.baseUrl()).getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write("""
                            POST /v1/completions HTTP/1.1\r
                            Content-Length: 28\r
                            \r
                            {"model":"m","stream": true}GET /v1/models HTTP/1.1\r
                            Connection: close\r
                            \r
                            """.getBytes(US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .containsSubsequence("data: [DONE]", "Connection: close", "fake-model");
        }
    }

    private void disconnectAfterTheFirstLine(LoopbackServer server, String request) throws Exception {
        HttpRequest.Builder builder = builder(server, "/v1/completions").POST(BodyPublishers.ofString(request));
        try (Stream<String> lines =
                client.send(builder.build(), BodyHandlers.ofLines()).body()) {
            assertThat(lines.findFirst())
                    .hasValueSatisfying(line -> assertThat(line).startsWith("data: {"));
        }
    }

    private HttpResponse<String> post(LoopbackServer server, String path, String body)
            throws IOException, InterruptedException {
        return send(builder(server, path).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder builder(LoopbackServer server, String path) {
        return HttpRequest.newBuilder(URI.create(server.baseUrl() + path)).timeout(PATIENCE);
    }
}
