// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.playground.MetricsServer.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages between page and server. */
class SessionTest {

    private static RunningPlayground playground;
    /** Other tests must not see the servers that are added to it. */
    private static RunningPlayground playgroundOfServers;

    private PageSocket page;

    @BeforeAll
    static void start() {
        playground = new RunningPlayground(Map.of(), Map.of());
        playgroundOfServers = new RunningPlayground(Map.of(), Map.of());
    }

    @AfterAll
    static void stop() {
        playground.close();
        playgroundOfServers.close();
    }

    @BeforeEach
    void open() throws Exception {
        page = new PageSocket(playground.url());
    }

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void thePageLearnsWhatThereIs() throws Exception {
        JsonObject hello = page.await("hello");

        assertThat(hello.getJsonArray("servers").stream().map(server -> ((JsonObject) server).getString("name")))
                .containsExactly("Fake OpenAI", "Fake vLLM", "Fake llama.cpp");
        assertThat(hello.getJsonArray("paces")).hasSameSizeAs(Pace.values());
        assertThat(hello.getJsonArray("faults")).hasSameSizeAs(FaultKind.values());
    }

    /** A model without limit would answer more if it were asked for more. */
    @Test
    void thePageReceivesAsMuchAsItRequests() throws Exception {
        page.send(order(1, "unlimited", 10));
        page.send(request(1, 3));
        for (int i = 0; i < 3; i++) {
            assertThat(page.await("next").getJsonArray("tokens")).hasSize(1);
        }
        page.send(new JsonObject().put("type", "add").put("url", "none").put("kind", "automatic"));
        assertThat(page.await(message -> !"status".equals(message.getString("type")))
                        .getString("type"))
                .isEqualTo("refused");

        page.send(request(1, 100));
        page.await("complete");
    }

    @Test
    void tokensHaveProbabilitiesAndAlternatives() throws Exception {
        page.send(order(1, "unlimited", 1));
        page.send(request(1, 1));

        JsonObject token = page.await("next").getJsonArray("tokens").getJsonObject(0);

        assertThat(token.getString("text")).startsWith(" ");
        assertThat(token.getDouble("probability")).isBetween(0.5, 1.0);
        assertThat(token.getJsonArray("top")).hasSize(5);
        assertThat(token.containsKey("id")).isFalse();
    }

    @Test
    void aCancelAndAPageThatLeavesEndTheRequestAtTheServer() throws Exception {
        try (PageSocket leaving = new PageSocket(playground.url())) {
            page.send(order(1, "slow", 1_000).put("server", "fake-vllm"));
            page.send(request(1, 1_000));
            leaving.send(order(7, "slow", 1_000).put("server", "fake-vllm"));
            leaving.send(request(7, 1_000));
            page.await(message -> Objects.equals(running(message, "fake-vllm"), 2));
        }
        page.await(message -> Objects.equals(running(message, "fake-vllm"), 1));
        page.send(new JsonObject().put("type", "cancel").put("stream", 1));
        page.await(message -> Objects.equals(running(message, "fake-vllm"), 0));
    }

    @Test
    void aServersOwnMetricsTellWhatRunsThere() throws Exception {
        try (MetricsServer server = new MetricsServer();
                PageSocket itsPage = new PageSocket(playgroundOfServers.url())) {
            String id = add(server, itsPage).getJsonObject("server").getString("id");
            itsPage.send(order(1, "fast", 100).put("server", id));
            itsPage.send(request(1, 10));
            itsPage.await(message -> Objects.equals(running(message, id), 1));
            itsPage.send(new JsonObject().put("type", "cancel").put("stream", 1));
            itsPage.await(message -> Objects.equals(running(message, id), 0));
        }
    }

    @Test
    void aServerIsAddedOnceWhateverTheFormOfItsUrl() throws Exception {
        try (MetricsServer server = new MetricsServer();
                PageSocket itsPage = new PageSocket(playgroundOfServers.url())) {
            String id = add(server.baseUrl(), itsPage).getJsonObject("server").getString("id");

            assertThat(add(server.baseUrl().replace("/v1", ""), itsPage)
                            .getJsonObject("server")
                            .getString("id"))
                    .isEqualTo(id);
            assertThat(add(server.baseUrl() + "/", itsPage)
                            .getJsonObject("server")
                            .getString("id"))
                    .isEqualTo(id);
        }
    }

    @Test
    void aServerWithoutMetricsIsReported() throws Exception {
        try (MetricsServer server = new MetricsServer().with("/metrics", Page.of(404, "none"));
                PageSocket itsPage = new PageSocket(playgroundOfServers.url())) {
            String id = add(server, itsPage).getJsonObject("server").getString("id");
            itsPage.send(order(1, "fast", 100).put("server", id));
            itsPage.send(request(1, 10));

            JsonObject status = itsPage.await(message ->
                    message.getJsonObject("problems", new JsonObject()).containsKey(id));

            assertThat(status.getJsonObject("problems").getString(id)).contains("/metrics answered with status 404");
            assertThat(running(status, id)).isNull();
        }
    }

    @Test
    void aServerThatNeedsAKeySaysHowToGiveIt() throws Exception {
        try (MetricsServer server = new MetricsServer().with("/v1/models", Page.of(401, "{}"));
                PageSocket itsPage = new PageSocket(playgroundOfServers.url())) {
            assertThat(add(server, itsPage).getString("problem"))
                    .contains("401")
                    .endsWith("; start the playground with --key for this server");
        }
    }

    @Test
    void aServerThatIsGivenAtTheStartIsAskedForItsModels() throws Exception {
        try (MetricsServer server = new MetricsServer();
                RunningPlayground other = new RunningPlayground(List.of(server.baseUrl()), Map.of(), Map.of());
                PageSocket itsPage = new PageSocket(other.url())) {
            assertThat(itsPage.await("listed").getJsonObject("server").getJsonArray("models"))
                    .containsExactly("tiny");
        }
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void everyFaultReportsWhatHadArrived(FaultKind fault) throws Exception {
        page.send(order(1, "fast", 100).put("fault", fault.id()));
        page.send(request(1, 200));

        JsonObject error = page.await("error");

        assertThat(error.getString("exception")).endsWith("Exception");
        assertThat(error.getString("message")).isNotBlank();
        assertThat(error.getString("partial")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"type\": 1}",
                "{\"type\": \"steal\"}",
                "{\"type\": \"request\", \"stream\": \"one\", \"chunks\": 1}",
                "{\"type\": \"request\", \"stream\": 1}",
                "{\"type\": \"subscribe\", \"stream\": 1}"
            })
    void aMalformedMessageEndsTheSession(String message) {
        page.sendText(message);

        assertThat(page.awaitClose()).isEqualTo(1008);
    }

    @Test
    void messagesForStreamsThatAreUnknownAreIgnored() throws Exception {
        page.send(request(99, 1));
        page.send(new JsonObject().put("type", "cancel").put("stream", 99));
        page.send(order(1, "unlimited", 1).put("server", "server-99"));

        assertThat(page.await("error").getString("message")).contains("unknown");
    }

    /** Adds a server, and returns the answer, with the server's description. */
    private static JsonObject add(MetricsServer server, PageSocket its) throws InterruptedException {
        return add(server.baseUrl(), its);
    }

    private static JsonObject add(String baseUrl, PageSocket its) throws InterruptedException {
        its.send(new JsonObject().put("type", "add").put("url", baseUrl).put("kind", "automatic"));
        return its.await("added");
    }

    private static @Nullable Integer running(JsonObject message, String server) {
        JsonObject running = message.getJsonObject("running");
        return running == null ? null : running.getInteger(server);
    }

    private static JsonObject order(int stream, String pace, int maxTokens) {
        return new JsonObject()
                .put("type", "subscribe")
                .put("stream", stream)
                .put("server", "fake-openai")
                .put("pace", pace)
                .put("model", "fake-model")
                .put("prompt", "Once upon a time")
                .put("path", new JsonArray())
                .put("maxTokens", maxTokens)
                .put("alternatives", 5);
    }

    private static JsonObject request(int stream, int chunks) {
        return new JsonObject().put("type", "request").put("stream", stream).put("chunks", chunks);
    }
}
