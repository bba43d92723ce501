// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.JsonValue;
import dev.completions4j.Prompt;
import dev.completions4j.StreamOptions;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.TransportRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests how requests are sent. */
class RequestTest {

    private final FakeTransport transport = new FakeTransport();

    @Test
    void sendsOnlyPropertiesThatWereSet() {
        assertThat(unary(Wire.REQUEST)).isEqualTo(json("""
                {"model": "m", "prompt": "Say this is a test"}"""));
    }

    @Test
    void sendsEveryProperty() {
        CompletionRequest request = CompletionRequest.builder()
                .model("m")
                .prompt("p")
                .bestOf(3)
                .echo(true)
                .frequencyPenalty(-0.5)
                .logitBias(50256, -100)
                .logprobs(5)
                .maxTokens(7)
                .n(2)
                .presencePenalty(0.25)
                .seed(Long.MAX_VALUE)
                .stop("\n", "END")
                .streamOptions(StreamOptions.withUsage())
                .suffix("s")
                .temperature(0)
                .topP(0.9)
                .user("u")
                .additionalProperty("top_k", JsonValue.of(40))
                .additionalProperty(
                        "nested",
                        JsonValue.object(Map.of(
                                "list",
                                JsonValue.array(List.of(
                                        JsonValue.of(true),
                                        JsonValue.nullValue(),
                                        JsonValue.of(0.5),
                                        JsonValue.of("x"))))))
                .build();

        assertThat(unary(request)).isEqualTo(json("""
                {"model": "m", "prompt": "p", "best_of": 3, "echo": true, "frequency_penalty": -0.5,
                 "logit_bias": {"50256": -100}, "logprobs": 5, "max_tokens": 7, "n": 2, "presence_penalty": 0.25,
                 "seed": 9223372036854775807, "stop": ["\\n", "END"], "suffix": "s", "temperature": 0, "top_p": 0.9,
                 "user": "u", "top_k": 40, "nested": {"list": [true, null, 0.5, "x"]}}"""));
    }

    @Test
    void requestsAStream() {
        CompletionRequest request = Wire.REQUEST.toBuilder()
                .streamOptions(StreamOptions.builder()
                        .includeUsage(true)
                        .includeObfuscation(false)
                        .additionalProperty("continuous_usage_stats", JsonValue.of(true))
                        .build())
                .build();

        assertThat(streamed(request)).isEqualTo(json("""
                {"model": "m", "prompt": "Say this is a test", "stream": true,
                 "stream_options": {"include_usage": true, "include_obfuscation": false,
                                    "continuous_usage_stats": true}}"""));
    }

    @Test
    void sendsAllFormsOfPrompts() {
        assertThat(prompt(Prompt.ofTexts("a", "b"))).isEqualTo(json("[\"a\", \"b\"]"));
        assertThat(prompt(Prompt.ofTokens(1, 2))).isEqualTo(json("[1, 2]"));
        assertThat(prompt(Prompt.ofTokenLists(new int[] {1, 2}, new int[] {3}))).isEqualTo(json("[[1, 2], [3]]"));
    }

    private JsonNode prompt(Prompt prompt) {
        return unary(Wire.REQUEST.toBuilder().prompt(prompt).build()).get("prompt");
    }

    @Test
    void sendsTheHeaders() {
        try (CompletionsClient client = Wire.client(transport)) {
            var unused = client.complete(Wire.REQUEST);
            TransportRequest unary = transport.next().request();
            unused = client.stream(Wire.REQUEST).collect();
            TransportRequest streamed = transport.next().request();

            assertThat(unary.method()).isEqualTo("POST");
            assertThat(unary.headers().first("authorization")).isEqualTo("Bearer sk-secret");
            assertThat(unary.headers().first("content-type")).isEqualTo("application/json");
            assertThat(unary.headers().first("accept")).isEqualTo("application/json");
            assertThat(streamed.headers().first("accept")).isEqualTo("text/event-stream");
            assertThat(streamed.headers().first("accept-encoding")).isEqualTo("identity");
        }
    }

    @Test
    void replacesADefaultHeader() {
        try (CompletionsClient client = CompletionsClient.builder()
                .transport(transport)
                .apiKey("k")
                .header("authorization", "Basic abc")
                .build()) {
            var unused = client.complete(Wire.REQUEST);

            assertThat(transport.next().request().headers().all("Authorization"))
                    .containsExactly("Basic abc");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8000, http://localhost:8000/v1/completions",
        "http://localhost:8000/, http://localhost:8000/v1/completions",
        "http://localhost:8000/v1, http://localhost:8000/v1/completions",
        "http://localhost:8000/v1/, http://localhost:8000/v1/completions",
        "http://localhost:8000/v1/completions, http://localhost:8000/v1/completions",
        "https://api.deepseek.com/beta, https://api.deepseek.com/beta/completions",
        "http://[::1]:11434/v1, http://[::1]:11434/v1/completions",
        "http://localhost:8000/v1/completions/, http://localhost:8000/v1/completions",
        "http://localhost:8000/completions, http://localhost:8000/completions",
        "http://gateway/team%20a/v1, http://gateway/team%20a/v1/completions",
        "https://api.openai.com, https://api.openai.com/v1/completions",
        "https://r.openai.azure.com, https://r.openai.azure.com/openai/v1/completions",
        "https://r.openai.azure.com/openai/v1/, https://r.openai.azure.com/openai/v1/completions",
        "https://r.openai.azure.com/openai/deployments/d, https://r.openai.azure.com/openai/deployments/d/completions",
        "https://r.openai.azure.com/openai/deployments/d/completions?api-version=2024-02-01,"
                + " https://r.openai.azure.com/openai/deployments/d/completions?api-version=2024-02-01",
        "' http://localhost:8000/v1 ', http://localhost:8000/v1/completions",
        "http://app_llm:8000, http://app_llm:8000/v1/completions",
        "https://app_llm/v1, https://app_llm/v1/completions",
        "http://app_llm.:8000/v1, http://app_llm.:8000/v1/completions",
        "http://127.0.0.1:, http://127.0.0.1/v1/completions",
        "http://app_llm:/v1, http://app_llm/v1/completions",
        "https://api.openai.com., https://api.openai.com./v1/completions",
        "https://r.openai.azure.com., https://r.openai.azure.com./openai/v1/completions",
    })
    void acceptsBaseUrlsInAnyCommonForm(String baseUrl, String expected) {
        try (CompletionsClient client = CompletionsClient.builder()
                .baseUrl(baseUrl)
                .transport(transport)
                .build()) {
            var unused = client.complete(Wire.REQUEST);

            assertThat(transport.next().request().uri()).hasToString(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:8000",
                "ftp://host",
                "http://",
                "http://sk-secret@host",
                "http://sk-secret@app_llm:8000",
                "http://app_llm:sk-secret",
                "http://sk-secret..host",
                "http://host?key=sk-secret",
                "http://host?api-version=1&key=sk-secret",
                "http://host?key=sk-secret&api-version=1",
                "http://host#sk-secret",
                "http://sk-secret.host/v1/chat/completions",
                "http://host/ sk-secret"
            })
    void rejectsABaseUrlWithoutRevealingIt(String baseUrl) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompletionsClient.builder().baseUrl(baseUrl))
                .withMessageStartingWith("baseUrl ")
                .withMessageNotContaining("secret")
                .withNoCause();
    }

    /** The request target has ASCII only, whatever the transport makes of other characters. */
    @Test
    void encodesABaseUrlOutsideAscii() {
        try (CompletionsClient client = CompletionsClient.builder()
                .baseUrl("http://app_llm:8000/mod\u00e8le/\u65e5\u672c/v1")
                .transport(transport)
                .build()) {
            var unused = client.complete(Wire.REQUEST);
            assertThat(transport.next().request().uri())
                    .hasToString("http://app_llm:8000/mod%C3%A8le/%E6%97%A5%E6%9C%AC/v1/completions");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "app_llm", "[::1]"})
    void reportsAnInvalidPort(String host) {
        for (int port : List.of(0, 65536, 99999)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CompletionsClient.builder().baseUrl("http://" + host + ":" + port))
                    .withMessage("baseUrl has port " + port
                            + ", which is not between 1 and 65535; write it as in http://localhost:8000/v1")
                    .withNoCause();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sk-secret\n", "sk secret", "sk-sécret"})
    void rejectsAKeyWithoutRevealingIt(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompletionsClient.builder().apiKey(key))
                .withMessageStartingWith("apiKey ")
                .withMessageNotContaining("cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "host", "Transfer-Encoding", "Proxy-Authorization"})
    void rejectsHeadersReservedForTheTransport(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompletionsClient.builder().header(name, "sk-secret"))
                .withMessageContaining(name)
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallOptions.builder().header(name, "sk-secret"))
                .withMessageContaining(name)
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-secret\n", "sk-s\u00e9cret", "sk-secret\0"})
    void rejectsAHeaderValueWithoutRevealingIt(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CompletionsClient.builder().header("X-Key", value))
                .withMessageContaining("X-Key")
                .withMessageNotContaining("cret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallOptions.builder().header("X-Key", value))
                .withMessageContaining("X-Key")
                .withMessageNotContaining("cret");
    }

    @Test
    void theOptionsOfACallOverrideTheClients() {
        CallOptions options = CallOptions.builder()
                .header("x-tag", "call")
                .header("X-More", "1")
                .queryParameter("b", "call")
                .queryParameter("c", "ü &=+/")
                .build();
        try (CompletionsClient client = CompletionsClient.builder()
                .baseUrl("http://localhost/v1?api-version=1")
                .transport(transport)
                .header("X-Tag", "client")
                .header("X-Client", "2")
                .queryParameter("a", "client")
                .queryParameter("b", "client")
                .build()) {
            var unused = client.complete(Wire.REQUEST, options);
            TransportRequest unary = transport.next().request();
            unused = client.stream(Wire.REQUEST, options).collect();
            TransportRequest streamed = transport.next().request();
            unused = client.complete(Wire.REQUEST);
            TransportRequest without = transport.next().request();

            for (TransportRequest each : List.of(unary, streamed)) {
                assertThat(each.uri())
                        .hasToString("http://localhost/v1/completions"
                                + "?api-version=1&a=client&b=call&c=%C3%BC%20%26%3D%2B%2F");
                assertThat(each.headers().all("X-Tag")).containsExactly("call");
                assertThat(each.headers().all("X-More")).containsExactly("1");
                assertThat(each.headers().all("X-Client")).containsExactly("2");
            }
            assertThat(without.uri()).hasToString("http://localhost/v1/completions?api-version=1&a=client&b=client");
            assertThat(without.headers().all("X-Tag")).containsExactly("client");
            assertThat(without.headers().first("X-More")).isNull();
        }
    }

    @Test
    void callOptionsAreEqualByValue() {
        CallOptions options = CallOptions.builder()
                .header("A", "sk-secret")
                .queryParameter("b", "sk-secret")
                .build();

        assertThat(options.toBuilder().build()).isEqualTo(options).hasSameHashCodeAs(options);
        assertThat(options.toBuilder().queryParameter("b", "2").build()).isNotEqualTo(options);
        assertThat(options.toBuilder().header("a", "2").build()).isNotEqualTo(options);
        assertThat(options).asString().contains("a", "b").doesNotContain("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallOptions.builder().queryParameter("", "sk-secret"))
                .withMessageNotContaining("secret");
    }

    @Test
    void masksCredentialsOfACallThatTheServerRepeats() {
        CallOptions options = CallOptions.builder()
                .header("Authorization", "Bearer sk-of-the-call")
                .queryParameter("key", "of-the-query")
                .build();
        try (CompletionsClient client = CompletionsClient.builder()
                .baseUrl("http://localhost")
                .transport(transport)
                .header("X-Api-Key", "of-the-client")
                .build()) {
            CompletableFuture<?> unary = client.complete(Wire.REQUEST, options);
            CompletableFuture<?> streamed = client.stream(Wire.REQUEST, options).collect();
            for (CompletableFuture<?> each : List.of(unary, streamed)) {
                Wire.answer(transport.next(), 401, "{\"error\": \"Bearer sk-of-the-call of-the-query of-the-client\"}");
                assertThat(each)
                        .isCompletedExceptionally()
                        .failsWithin(Duration.ZERO)
                        .withThrowableThat()
                        .havingCause()
                        .withMessageEndingWith("Bearer *** *** ***");
            }
        }
    }

    private JsonNode unary(CompletionRequest request) {
        try (CompletionsClient client = Wire.client(transport)) {
            var unused = client.complete(request);
            return body(transport.next());
        }
    }

    private JsonNode streamed(CompletionRequest request) {
        try (CompletionsClient client = Wire.client(transport)) {
            var unused = client.stream(request).collect();
            return body(transport.next());
        }
    }

    private static JsonNode body(FakeExchange exchange) {
        return json(exchange.body());
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
