// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.playground.MetricsServer.Page;
import dev.completions4j.testkit.server.ClosedPort;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads the number of running requests from metrics, and says why it is unknown. */
class ServerMetricsTest {

    private final Vertx vertx = Playground.newVertx();
    private final HttpClient http = vertx.createHttpClient();
    private MetricsServer server;

    @BeforeEach
    void start() {
        server = new MetricsServer();
    }

    @AfterEach
    void stop() {
        server.close();
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "llamacpp:requests_processing 2",
                "vllm:num_requests_running{engine=\"0\",model_name=\"tiny\"} 2.0",
                "sglang:num_running_reqs{model_name=\"tiny\"} 2.0"
            })
    void readsTheMetricOfEachServer(String line) {
        server.with("/metrics", Page.of(200, "other 9\n" + line + "\n"));

        assertThat(ask(null)).isEqualTo(ServerLoad.of(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | up 1 | has no metric for it that the playground knows",
                "404 | none | answered with status 404.",
                "401 | none | answered with status 401; start the playground with --key for this server.",
                "403 | none | answered with status 403; start the playground with --key for this server.",
                "501 | none | answered with status 501; llama.cpp has the page if it is started with --metrics."
            })
    void saysWhyTheNumberIsUnknown(int status, String body, String reason) {
        server.with("/metrics", Page.of(status, body));

        assertThat(ask(null).running()).isNull();
        assertThat(ask(null).problem()).startsWith("http://127.0.0.1:").contains("/metrics " + reason);
    }

    @Test
    void readsNoMoreThanALimit() {
        server.with("/metrics", Page.of(200, "llamacpp:requests_processing 2\n#".repeat(200_000)));

        assertThat(ask(null).problem()).endsWith("/metrics cannot be read: it is longer than 4194304 bytes.");
    }

    @Test
    void waitsNoLongerThanALimit() {
        server.with("/metrics", Page.SILENCE);
        ServerMetrics metrics = ServerMetrics.of(http, server.baseUrl(), null).withTimeout(Duration.ofMillis(50));

        assertThat(metrics.ask().await().problem()).endsWith("/metrics cannot be read: no answer within 50 ms.");
    }

    @Test
    void saysThatNobodyListens() {
        try (ClosedPort port = new ClosedPort()) {
            assertThat(ask(port.baseUrl(), null).problem()).contains("/metrics cannot be read: ");
        }
    }

    @Test
    void aKeyIsSentToItsOriginOnly() {
        try (MetricsServer other = new MetricsServer()) {
            String elsewhere = other.baseUrl().replace("/v1", "/metrics");
            server.with("/metrics", new Page(302, Map.of("Location", elsewhere), ""));

            assertThat(ask("sk-1").problem()).endsWith("answered with status 302.");
            assertThat(server.keys()).containsExactly("Bearer sk-1");
            assertThat(other.keys()).isEmpty();
        }
    }

    @Test
    void noKeyIsSentWithoutOne() {
        assertThat(ask(null)).isEqualTo(ServerLoad.of(0));
        assertThat(server.keys()).containsExactly("");
    }

    private ServerLoad ask(@Nullable String apiKey) {
        return ask(server.baseUrl(), apiKey);
    }

    private ServerLoad ask(String baseUrl, @Nullable String apiKey) {
        return ServerMetrics.of(http, baseUrl, apiKey)
                .withTimeout(Duration.ofSeconds(20))
                .ask()
                .await();
    }
}
