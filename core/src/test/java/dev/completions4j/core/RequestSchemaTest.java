// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.Prompt;
import dev.completions4j.StreamOptions;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.transport.FakeTransport;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests requests against OpenAI's documented rules, as written down in {@code completion-request.schema.json}. */
class RequestSchemaTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode RULES = rules();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(RULES);

    private static JsonNode rules() {
        try (InputStream in = RequestSchemaTest.class.getResourceAsStream("completion-request.schema.json")) {
            return JSON.readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new AssertionError("The schema can't be read", e);
        }
    }

    static Stream<CompletionRequest> streamable() {
        return Stream.of(
                request().build(),
                request().prompt("").build(),
                request().prompt("Say \"é😀\"\u2028\u0000").build(),
                request().prompt(Prompt.ofTexts("a", "b")).build(),
                request().prompt(Prompt.ofTokens(104, 105)).build(),
                request()
                        .prompt(Prompt.ofTokenLists(new int[] {104}, new int[] {105, 33}))
                        .build(),
                request().echo(true).build(),
                request().echo(false).build(),
                request().frequencyPenalty(-2).build(),
                request().frequencyPenalty(0.5).build(),
                request().logitBias(50256, -100).logitBias(1, 100).build(),
                request().logprobs(0).build(),
                request().logprobs(5).build(),
                request().maxTokens(0).build(),
                request().n(1).build(),
                request().n(128).maxTokens(1).build(),
                request().presencePenalty(2).build(),
                request().presencePenalty(-0.25).build(),
                request().seed(Long.MIN_VALUE).build(),
                request().seed(Long.MAX_VALUE).build(),
                request().stop("\n").build(),
                request().stop("a", "b", "c", "d").build(),
                request().suffix("end").build(),
                request().temperature(0).build(),
                request().temperature(1e-9).build(),
                request().temperature(2).build(),
                request().topP(0).build(),
                request().topP(0.95).build(),
                request().user("u").build(),
                request().streamOptions(StreamOptions.withUsage()).build(),
                request()
                        .streamOptions(StreamOptions.builder()
                                .includeUsage(false)
                                .includeObfuscation(true)
                                .build())
                        .build());
    }

    static Stream<CompletionRequest> all() {
        return Stream.concat(
                streamable(),
                Stream.of(
                        request().bestOf(1).build(),
                        request().n(2).bestOf(20).maxTokens(1).build()));
    }

    private static CompletionRequest.Builder request() {
        return CompletionRequest.builder().model("m");
    }

    @ParameterizedTest
    @MethodSource("all")
    void aNonStreamingRequestIsValidAndAccepted(CompletionRequest request) throws Exception {
        requireGood(whole(request));
    }

    @ParameterizedTest
    @MethodSource("streamable")
    void aStreamingRequestIsValidAndAccepted(CompletionRequest request) throws Exception {
        requireGood(streamed(request));
    }

    @Test
    void theRequestsCoverEveryProperty() {
        assertThat(Stream.concat(
                                all().map(RequestSchemaTest::whole),
                                streamable().map(RequestSchemaTest::streamed))
                        .flatMap(body -> JSON.readTree(body).propertyStream())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()))
                .isEqualTo(RULES.get("properties")
                        .propertyStream()
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"model\":null}",
                "{\"model\":\"m\",\"prompt\":1}",
                "{\"model\":\"m\",\"prompt\":[[]]}",
                "{\"model\":\"m\",\"prompt\":[1,\"a\"]}",
                "{\"model\":\"m\",\"n\":0}",
                "{\"model\":\"m\",\"n\":129}",
                "{\"model\":\"m\",\"best_of\":21}",
                "{\"model\":\"m\",\"logprobs\":6}",
                "{\"model\":\"m\",\"max_tokens\":-1}",
                "{\"model\":\"m\",\"temperature\":2.1}",
                "{\"model\":\"m\",\"temperature\":\"1\"}",
                "{\"model\":\"m\",\"top_p\":-0.1}",
                "{\"model\":\"m\",\"presence_penalty\":-2.5}",
                "{\"model\":\"m\",\"logit_bias\":{\"a\":1}}",
                "{\"model\":\"m\",\"logit_bias\":{\"1\":101}}",
                "{\"model\":\"m\",\"logit_bias\":{\"1\":0.5}}",
                "{\"model\":\"m\",\"seed\":9223372036854775808}",
                "{\"model\":\"m\",\"stop\":[]}",
                "{\"model\":\"m\",\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}",
                "{\"model\":\"m\",\"stream_options\":{}}",
                "{\"model\":\"m\",\"stream\":false,\"stream_options\":{}}",
                "{\"model\":\"m\",\"stream\":true,\"best_of\":1}",
                "{\"model\":\"m\",\"maxTokens\":1}",
            })
    void theSchemaRejectsInvalidRequests(String body) {
        assertThat(SCHEMA.validate(JSON.readTree(body))).isNotEmpty();
    }

    private static void requireGood(String body) throws Exception {
        assertThat(SCHEMA.validate(JSON.readTree(body))).isEmpty();
        try (LoopbackServer server = LoopbackServer.serving(FakeModel.builder().build())) {
            HttpRequest post = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/v1/completions"))
                    .POST(BodyPublishers.ofString(body))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(post, BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static String whole(CompletionRequest request) {
        FakeTransport transport = new FakeTransport();
        try (CompletionsClient client = Wire.client(transport)) {
            var unused = client.complete(request);
            return transport.next().body();
        }
    }

    private static String streamed(CompletionRequest request) {
        FakeTransport transport = new FakeTransport();
        try (CompletionsClient client = Wire.client(transport)) {
            var unused = client.stream(request).collect();
            return transport.next().body();
        }
    }
}
