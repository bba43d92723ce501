// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.completions4j.ApiException;
import dev.completions4j.Choice;
import dev.completions4j.ClientClosedException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClient;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.Logprobs;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.NetworkException;
import dev.completions4j.TokenLogprob;
import dev.completions4j.TokenLogprob.TopLogprob;
import dev.completions4j.Usage;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests non-streaming completions. */
class CompleteTest {

    private final FakeTransport transport = new FakeTransport();
    private final CompletionsClient client = Wire.client(transport);

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void readsTheDocumentedAnswer() {
        CompletableFuture<Completion> future = client.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();
        exchange.head(new ResponseHead(
                200,
                "HTTP/1.1",
                HttpHeaders.builder().add("X-Request-Id", "req-1").build()));
        exchange.data(Wire.DOCUMENTED);
        exchange.complete();

        Completion completion = future.join();
        assertThat(completion.id()).isEqualTo("cmpl-1");
        assertThat(completion.objectType()).isEqualTo("text_completion");
        assertThat(completion.createdAt()).isEqualTo("2020-05-14T17:46:18Z");
        assertThat(completion.model()).isEqualTo("m");
        assertThat(completion.systemFingerprint()).isEqualTo("fp_1");
        assertThat(completion.choices())
                .containsExactly(new Choice(0, "\n\nThis is indeed a test", FinishReason.LENGTH));
        assertThat(completion.text()).isEqualTo("\n\nThis is indeed a test");
        assertThat(completion.usage()).isEqualTo(new Usage(5, 7, 12, null, null, Map.of()));
        assertThat(completion.response().status()).isEqualTo(200);
        assertThat(completion.response().requestId()).isEqualTo("req-1");
        assertThat(completion.response().attempts()).isEqualTo(1);
    }

    @Test
    void sortsTheChoices() {
        Completion completion = answerOf("""
                {"choices": [{"index": 1, "text": "b"}, {"index": 0, "text": "a", "finish_reason": ""}]}""");

        assertThat(completion.choices()).extracting(Choice::text).containsExactly("a", "b");
        assertThat(completion.choices()).extracting(Choice::finishReason).containsOnlyNulls();
    }

    @Test
    void keepsUnknownProperties() {
        Completion completion = answerOf("""
                {"choices": [{"index": 0, "text": "a", "stop_reason": 13}], "timings": {"ms": [1, 2.5]}, "extra": null,
                 "usage": {"prompt_tokens": 1, "cost": 0.5, "prompt_tokens_details": {"cached_tokens": 3, "new": 4}}}""");

        assertThat(completion.additionalProperties())
                .containsEntry(
                        "timings",
                        JsonValue.object(Map.of("ms", JsonValue.array(List.of(JsonValue.of(1), JsonValue.of(2.5))))))
                .containsEntry("extra", JsonValue.nullValue());
        assertThat(completion.choices().get(0).additionalProperties()).containsEntry("stop_reason", JsonValue.of(13));
        assertThat(completion.usage())
                .isEqualTo(new Usage(
                        1,
                        0,
                        0,
                        null,
                        new Usage.PromptTokensDetails(null, 3L, null, null, null, Map.of("new", JsonValue.of(4))),
                        Map.of("cost", JsonValue.of(0.5))));
    }

    @Test
    void readsLogprobsInTheFormatOfCompletions() {
        assertThat(logprobsOf("""
                {"tokens": ["a", "b"], "token_logprobs": [null, -9999.0], "text_offset": [0, -1],
                 "top_logprobs": [null, {"b": -9999.0, "c": -0.5, "c": -0.75}]}"""))
                .containsExactly(
                        new TokenLogprob("a", null, 0, List.of(), Map.of()),
                        new TokenLogprob(
                                "b",
                                Double.NEGATIVE_INFINITY,
                                null,
                                List.of(
                                        new TopLogprob("b", Double.NEGATIVE_INFINITY),
                                        new TopLogprob("c", -0.5),
                                        new TopLogprob("c", -0.75)),
                                Map.of()));
    }

    @Test
    void readsLogprobsInTheFormatOfChat() {
        assertThat(logprobsOf("""
                {"content": [{"id": 7, "token": "a", "logprob": -0.5,
                              "top_logprobs": [{"id": 7, "token": "a", "logprob": -3.4028235e38}]}]}"""))
                .containsExactly(new TokenLogprob(
                        "a",
                        -0.5,
                        null,
                        List.of(new TopLogprob("a", Double.NEGATIVE_INFINITY, Map.of("id", JsonValue.of(7)))),
                        Map.of("id", JsonValue.of(7))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"tokens\": null}", "{\"content\": null, \"refusal\": null}"})
    void readsLogprobsWithoutTokens(String json) {
        assertThat(logprobsOf(json)).isEmpty();
    }

    private List<TokenLogprob> logprobsOf(String json) {
        Logprobs logprobs = answerOf("{\"choices\": [{\"index\": 0, \"text\": \"ab\", \"logprobs\": " + json + "}]}")
                .choices()
                .get(0)
                .logprobs();
        return logprobs == null ? List.of() : logprobs.tokens();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | {"error": {"message": "Bad key", "type": "t", "param": null, "code": "c"}} | AUTHENTICATION | Bad key | t | c
            403 | {"error": {"message": "No"}}                                              | PERMISSION | No | |
            404 | {"detail": "Not Found"}                                                   | NOT_FOUND | Not Found | |
            422 | {"detail": [{"msg": "field required"}, {"msg": "too long"}]}              | BAD_REQUEST | field required; too long | |
            400 | {"object": "error", "message": "Flat", "type": "BadRequestError", "code": 400} | BAD_REQUEST | Flat | BadRequestError | 400
            400 | {"error": {"message": "Long", "code": "context_length_exceeded"}}         | CONTEXT_LENGTH_EXCEEDED | Long | | context_length_exceeded
            400 | {"error": "Text", "error_type": "validation"}                             | BAD_REQUEST | Text | validation |
            401 | {"error": "Unauthorized"}                                                 | AUTHENTICATION | Unauthorized | |
            429 | {"error": {"message": "Slow", "type": "None", "code": "429"}}             | RATE_LIMIT | Slow | | 429
            400 | {"object": "error", "message": "The maximum context length is 8 tokens"} | CONTEXT_LENGTH_EXCEEDED | The maximum context length is 8 tokens | |
            402 | {"error": {"message": "Insufficient Balance"}} | QUOTA_EXHAUSTED | Insufficient Balance | |
            200 | {"error": {"message": "Slow", "code": "rate_limit_exceeded"}} | RATE_LIMIT | Slow | | rate_limit_exceeded
            400 | {"message": "The input is longer than the model has context length"} | CONTEXT_LENGTH_EXCEEDED | The input is longer than the model has context length | |
            429 | {"error": {"message": "", "code": "insufficient_quota"}} | QUOTA_EXHAUSTED | {"error": {"message": "", "code": "insufficient_quota"}} | | insufficient_quota
            429 | {"error": {"message": "Pay", "type": "insufficient_quota"}}               | QUOTA_EXHAUSTED | Pay | insufficient_quota |
            503 | {"error": {"message": "Loading", "type": "unavailable_error", "code": 503}} | OVERLOADED | Loading | unavailable_error | 503
            500 | upstream broke                                                            | SERVER_ERROR | upstream broke | |
            502 | <html><h1>Bad Gateway</h1></html>                                         | SERVER_ERROR | <html><h1>Bad Gateway</h1></html> | |
            400 | {"error": {"message": "Big", "code": 1e99999999999}}                      | BAD_REQUEST | {"error": {"message": "Big", "code": 1e99999999999}} | |
            302 | moved                                                                     | UNEXPECTED_STATUS | moved | |
            200 | {"error": "Unexpected endpoint"}                                          | SERVER_ERROR | Unexpected endpoint | |
            200 | {"error": {"message": "Busy", "code": 429}}                               | RATE_LIMIT | Busy | | 429
            200 | {"object": "error", "message": "Flat", "code": 404}                       | NOT_FOUND | Flat | | 404
            """)
    void readsErrorsInEveryFormat(
            int status, String body, ApiException.Kind kind, String message, String type, String code) {
        ApiException failure = failure(ApiException.class, exchange -> Wire.answer(exchange, status, body));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.error().message()).isEqualTo(message);
        assertThat(failure.error().type()).isEqualTo(type);
        assertThat(failure.error().code()).isEqualTo(code);
        assertThat(failure.error().body()).isEqualTo(body);
        assertThat(failure).hasMessageContaining(message);
    }

    @Test
    void ignoresANullError() {
        assertThat(answerOf("{\"choices\": [], \"error\": null}").choices()).isEmpty();
    }

    @Test
    void reportsTheStatusOfAnErrorWithATruncatedBody() {
        ApiException failure = failure(ApiException.class, exchange -> {
            exchange.head(500, "text/plain");
            exchange.data("half a mess");
            Wire.fail(exchange, TransportException.Kind.TRUNCATED);
        });

        assertThat(failure.error().message()).isEqualTo("half a mess");
    }

    @Test
    void readsAtMost64KiBOfAnError() {
        ApiException failure = failure(ApiException.class, exchange -> {
            exchange.head(500, "text/plain");
            for (int i = 0; i < 65; i++) {
                exchange.data("x".repeat(1024));
            }
            assertThat(exchange.isCancelled()).isTrue();
        });

        assertThat(failure.error().body()).hasSize(64 * 1024);
        assertThat(failure.getMessage()).hasSizeLessThan(1200);
    }

    @Test
    void masksAKeyThatTheServerRepeats() {
        ApiException failure = failure(
                ApiException.class,
                exchange -> Wire.answer(exchange, 401, "{\"error\": {\"message\": \"Wrong key: sk-secret\"}}"));

        assertThat(failure).hasMessageContaining("Wrong key: ***");
        assertThat(failure.error().body()).doesNotContain("sk-secret");
    }

    @Test
    void masksAKeyAtTheLimit() {
        ApiException failure = failure(
                ApiException.class,
                exchange -> Wire.answer(
                        exchange, 401, "{\"error\": {\"message\": \"" + "x".repeat(1018) + "sk-secret/s\"}}"));

        assertThat(failure.getMessage()).doesNotContain("sk-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>captive portal</html>",
                "[]",
                "{\"choices\": [",
                "{\"choices\": []} {}",
                "{\"id\": \"1\"}",
                "{\"choices\": null}",
                "{\"choices\": \"text\"}",
                "{\"choices\": {}}",
                "{\"choices\": [null]}",
                "{\"choices\": [{\"index\": -1}]}",
                "{\"choices\": [{\"index\": 99999999999}]}",
                "{\"choices\": [{\"index\": 0, \"text\": 1}]}",
                "{\"choices\": [{\"index\": 0, \"logprobs\": []}]}",
                "{\"choices\": [{\"index\": 0, \"logprobs\": {\"tokens\": [1]}}]}",
                "{\"choices\": [], \"usage\": 1}",
                "{\"choices\": [], \"usage\": {\"prompt_tokens\": \"1\"}}",
            })
    void reportsAResponseThatIsNotACompletion(String body) {
        MalformedResponseException failure = failure(MalformedResponseException.class, exchange -> {
            exchange.head(200, "application/json");
            if (!body.isEmpty()) {
                exchange.data(body);
            }
            exchange.complete();
        });

        assertThat(failure).hasMessageContaining("It begins: ");
        assertThat(failure.excerpt()).isEqualTo(body);
    }

    @Test
    void rejectsJsonNestedTooDeeply() {
        assertThat(failure(
                        MalformedResponseException.class,
                        exchange -> Wire.answer(exchange, 200, "{\"x\":" + "[".repeat(10_000))))
                .hasMessageContaining("nesting");
    }

    @Test
    void rejectsOverlongNumbers() {
        assertThat(failure(
                        MalformedResponseException.class,
                        exchange -> Wire.answer(exchange, 200, "{\"created\":" + "9".repeat(1_000_000) + "}")))
                .isNotNull();
    }

    @Test
    void reportsTheKindOfNetworkFailure() {
        NetworkException failure = failure(
                NetworkException.class,
                exchange -> exchange.fail(TransportException.Kind.CONNECT, RequestProgress.NOT_SENT));

        assertThat(failure.kind()).isEqualTo(TransportException.Kind.CONNECT);
        assertThat(failure.progress()).isEqualTo(RequestProgress.NOT_SENT);
        assertThat(failure.response()).isNull();
    }

    @Test
    void abortsTheExchangeWhenCancelled() {
        CompletableFuture<Completion> future = client.complete(Wire.REQUEST);

        assertThat(future.cancel(false)).isTrue();
        assertThat(transport.next().isCancelled()).isTrue();
    }

    @Test
    void abortsTheExchangeWhenADerivedStageIsCancelled() {
        CompletableFuture<Integer> derived =
                client.complete(Wire.REQUEST).thenApply(Completion::text).thenApply(String::length);

        assertThat(derived.cancel(true)).isTrue();
        assertThat(transport.next().isCancelled()).isTrue();
    }

    @Test
    void abortsTheExchangeWhenTheFutureTimesOut() {
        CompletableFuture<Completion> future = client.complete(Wire.REQUEST).orTimeout(1, TimeUnit.NANOSECONDS);

        assertThat(catchThrowableOfType(CompletionException.class, future::join))
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(transport.next().isCancelled()).isTrue();
    }

    @Test
    void abortsTheExchangeWhenTheFutureIsCompletedAsynchronously() {
        CompletableFuture<Completion> future = client.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();

        assertThat(future.completeAsync(Wire::completion, Runnable::run)).isSameAs(future);

        assertThat(future).isCompletedWithValue(Wire.completion());
        assertThat(exchange.isCancelled()).isTrue();

        CompletableFuture<Completion> failed = client.complete(Wire.REQUEST);
        IllegalStateException failure = new IllegalStateException("No fallback");
        failed.completeAsync(
                () -> {
                    throw failure;
                },
                Runnable::run);
        assertThat(failed).isCompletedExceptionally();
        assertThat(transport.next().isCancelled()).isTrue();
    }

    @Test
    void completesTheCallsFutureWhenADerivedStageTimesOut() {
        CompletableFuture<Completion> future = client.complete(Wire.REQUEST);
        CompletableFuture<String> derived = future.thenApply(Completion::text).orTimeout(1, TimeUnit.NANOSECONDS);

        assertThat(catchThrowableOfType(CompletionException.class, derived::join))
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(catchThrowableOfType(CancellationException.class, () -> future.get(10, TimeUnit.SECONDS)))
                .isNotNull();
    }

    @Test
    void doesNotAbortAnExchangeThatEnded() {
        CompletableFuture<Completion> future = client.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();
        Wire.answer(exchange, 200, Wire.DOCUMENTED);

        assertThat(future.cancel(true)).isFalse();
        assertThat(exchange.isCancelled()).isFalse();
    }

    @Test
    void failsCallsInFlightWhenTheClientIsClosed() {
        CompletableFuture<Completion> future = client.complete(Wire.REQUEST);
        client.close();

        assertThat(failureOf(ClientClosedException.class, future)).hasMessage("The client is closed");
        assertThat(transport.next().isCancelled()).isTrue();
        assertThat(transport.closed()).isFalse();
    }

    @Test
    void rejectsCallsAfterClose() {
        client.close();

        assertThat(failureOf(ClientClosedException.class, client.complete(Wire.REQUEST)))
                .isNotNull();
        assertThat(transport.exchanges()).isZero();
    }

    @Test
    void leavesACancelledFutureCancelled() {
        CompletableFuture<Completion> future = client.complete(Wire.REQUEST);
        future.cancel(true);
        client.close();

        assertThat(catchThrowableOfType(CancellationException.class, future::join))
                .isNotNull();
    }

    private Completion answerOf(String json) {
        CompletableFuture<Completion> future = client.complete(Wire.REQUEST);
        Wire.answer(transport.next(), 200, json);
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private interface Script {
        void run(FakeExchange exchange);
    }

    private <E extends Throwable> E failure(Class<E> type, Script script) {
        CompletableFuture<Completion> future = client.complete(Wire.REQUEST);
        script.run(transport.next());
        return failureOf(type, future);
    }

    private static <E extends Throwable> E failureOf(Class<E> type, CompletableFuture<?> future) {
        CompletionException thrown = catchThrowableOfType(
                CompletionException.class,
                () -> future.copy().orTimeout(10, TimeUnit.SECONDS).join());
        Throwable failure = Objects.requireNonNull(thrown.getCause());
        assertThat(failure).isInstanceOf(type);
        return Objects.requireNonNull(type.cast(failure));
    }
}
