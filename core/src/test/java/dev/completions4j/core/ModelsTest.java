// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.ClientClosedException;
import dev.completions4j.CompletionsClient;
import dev.completions4j.JsonValue;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.ModelList;
import dev.completions4j.ModelList.Model;
import dev.completions4j.NetworkException;
import dev.completions4j.RetrySettings;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the list of models. */
class ModelsTest {

    private final FakeTransport transport = new FakeTransport();
    private final CompletionsClient client = Wire.client(transport);

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void sendsGetWithTheKeyAndWithoutABody() {
        var unused = client.models(CallOptions.builder()
                .header("X-Tag", "t")
                .queryParameter("after", "m 1")
                .build());

        TransportRequest request = transport.next().request();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.uri()).hasToString("http://localhost:8000/v1/models?after=m%201");
        assertThat(request.body().hasRemaining()).isFalse();
        assertThat(request.headers().first("Authorization")).isEqualTo("Bearer sk-secret");
        assertThat(request.headers().first("Accept")).isEqualTo("application/json");
        assertThat(request.headers().first("Content-Type")).isNull();
        assertThat(request.headers().first("X-Tag")).isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost/v1/completions, http://localhost/v1/models",
        "https://r.openai.azure.com/openai/deployments/d/completions?api-version=2024-02-01,"
                + " https://r.openai.azure.com/openai/models?api-version=2024-02-01",
    })
    void isNextToTheCompletionsPath(String baseUrl, String expected) {
        try (CompletionsClient other = CompletionsClient.builder()
                .retries(RetrySettings.off())
                .baseUrl(baseUrl)
                .transport(transport)
                .build()) {
            var unused = other.models();

            assertThat(transport.next().request().uri()).hasToString(expected);
        }
    }

    @Test
    void readsTheDocumentedAnswer() {
        CompletableFuture<ModelList> future = client.models();
        Wire.answer(transport.next(), 200, """
                {"object": "list", "first_id": "a", "data": [
                  {"id": "a", "object": "model", "created": 1686935002, "owned_by": "openai"},
                  {"id": "b", "created": null, "max_model_len": 4096}]}
                """);

        ModelList list = future.join();
        assertThat(list.models())
                .containsExactly(
                        new Model("a", 1686935002L, "openai", Map.of("object", JsonValue.of("model"))),
                        new Model("b", null, null, Map.of("max_model_len", JsonValue.of(4096))));
        assertThat(list.additionalProperties()).containsEntry("first_id", JsonValue.of("a"));
        assertThat(list.response().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"data\": {}}",
                "{\"data\": [null]}",
                "{\"data\": [{}]}",
                "{\"data\": [{\"id\": 1}]}",
                "{\"data\": [{\"id\": \"a\", \"created\": \"x\"}]}",
                "{\"data\": []} {}",
                "{\"data\": [",
            })
    void rejectsAResponseThatIsNotAList(String body) {
        CompletableFuture<ModelList> future = client.models();
        FakeExchange exchange = transport.next();
        exchange.head(200, "application/json");
        if (!body.isEmpty()) {
            exchange.data(body);
        }
        exchange.complete();

        assertThat(Failed.with(MalformedResponseException.class, future))
                .hasMessageStartingWith("The body is not a list of models. ");
    }

    /** Ollama without models. */
    @Test
    void isEmptyIfTheServerSendsNull() {
        CompletableFuture<ModelList> future = client.models();
        Wire.answer(transport.next(), 200, "{\"object\": \"list\", \"data\": null}");
        CompletableFuture<ModelList> failed = client.models();
        Wire.answer(transport.next(), 200, "{\"data\": null, \"message\": \"no such tenant\"}");

        assertThat(future.join().models()).isEmpty();
        assertThat(Failed.with(ApiException.class, failed).error().message()).isEqualTo("no such tenant");
    }

    @Test
    void doesNotExpandAHostileExponent() {
        CompletableFuture<ModelList> future = client.models();
        Wire.answer(transport.next(), 200, "{\"data\": [{\"id\": \"a\", \"created\": 1e999999999}]}");

        assertThat(future.join().models().get(0).created()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void reportsErrorsAsCompletionsDo() {
        CompletableFuture<ModelList> unauthorized = client.models();
        Wire.answer(transport.next(), 401, "{\"error\": {\"message\": \"No such key: sk-secret\"}}");
        CompletableFuture<ModelList> inASuccess = client.models();
        Wire.answer(transport.next(), 200, "{\"error\": \"Unexpected endpoint\"}");
        CompletableFuture<ModelList> cut = client.models();
        transport.next().fail(TransportException.Kind.RESET, RequestProgress.MAYBE_SENT);

        assertThat(Failed.with(ApiException.class, unauthorized).kind()).isEqualTo(ApiException.Kind.AUTHENTICATION);
        assertThat(Failed.with(ApiException.class, unauthorized)).hasMessageNotContaining("secret");
        assertThat(Failed.with(ApiException.class, inASuccess).error().message())
                .isEqualTo("Unexpected endpoint");
        assertThat(Failed.with(NetworkException.class, cut).kind()).isEqualTo(TransportException.Kind.RESET);
    }

    @Test
    void isAbortedByCancellationAndByClose() {
        CompletableFuture<ModelList> cancelled = client.models();
        CompletableFuture<ModelList> open = client.models();

        cancelled.cancel(false);
        client.close();

        assertThat(transport.next().isCancelled()).isTrue();
        assertThat(Failed.with(ClientClosedException.class, open)).isNotNull();
    }
}
