// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.FailedAttempt;
import dev.completions4j.JsonValue;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.RetrySettings;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CallResult;
import dev.completions4j.spi.Credential;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Searches for every secret in all texts, whatever a server does with the request: in messages, causes, suppressed
 * exceptions, serialized exceptions, the log at all levels, and listener events.
 */
class SecretMaskingTest {

    private static final String KEY = "sk-key/with+signs=0001";
    private static final String OLD_KEY = "sk-old-key-that-was-renewed";
    private static final String HEADER = "gateway/header\"secret";
    private static final String QUERY = "query-parameter/secret";
    private static final String PROMPT = "My name is \"Zoë\" and\nmy diagnosis is grave.";
    private static final String SUFFIX = "Signed by Zoë, who lives at 12 Elm Street.";
    private static final String COMPLETION = "Dear Zoë, we are sorry to hear of it";

    /** Fragments that reveal the secrets, whatever their escaping. */
    private static final List<String> TRACES = List.of(
            "with+signs",
            "signs=0001",
            "signs%3D",
            "old-key",
            "gateway/",
            "gateway%2f",
            "secret",
            "parameter/",
            "parameter%2F",
            "diagnosis",
            "Elm Street",
            "sorry to hear",
            "name is");

    private static final String ECHO = String.join(" | ", KEY, OLD_KEY, HEADER, QUERY, PROMPT, SUFFIX);
    private static final String ESCAPED = json(ECHO);
    private static final String URL_ENCODED = "sk-key%2Fwith%2Bsigns%3D0001 gateway%2fheader%22secret"
            + " query-parameter%2Fsecret query%2Dparameter%2fsecret";

    private static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt(PROMPT).suffix(SUFFIX).build();
    private static final CompletionRequest ADDITIONAL = CompletionRequest.builder()
            .model("m")
            .additionalProperty(
                    "prompt", JsonValue.array(List.of(JsonValue.of(PROMPT), JsonValue.array(List.of(JsonValue.of(1))))))
            .additionalProperty("suffix", JsonValue.of(SUFFIX))
            .build();
    private static final CallOptions OPTIONS = CallOptions.builder()
            .header("X-Gateway", HEADER)
            .queryParameter("code", QUERY)
            .build();

    private final FakeTransport transport = new FakeTransport();
    private final ManualTime time = new ManualTime();
    private final StringBuilder texts = new StringBuilder();

    @RegisterExtension
    final LogRecorder recorder = new LogRecorder(Level.ALL, texts::append);

    private final CallListener.Factory listener = call -> {
        texts.append(call);
        return new CallListener() {
            @Override
            public void onHead(ResponseInfo response) {
                texts.append(response);
            }

            @Override
            public void onRetry(FailedAttempt failed) {
                texts.append(failed);
            }

            @Override
            public void onEnd(CallResult result) {
                texts.append(result);
            }
        };
    };

    private static String json(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("/", "\\/")
                .replace("\n", "\\n");
    }

    private static void answer(FakeExchange exchange, int status, String type, String body) {
        HttpHeaders.Builder headers = HttpHeaders.builder().add("content-type", type);
        for (String name : List.of("x-request-id", "server", "retry-after", "x-ratelimit-limit-requests", "x-other")) {
            headers.add(name, ECHO.replace('\n', ' ') + URL_ENCODED);
        }
        exchange.head(new ResponseHead(status, "HTTP/1.1", headers.build()));
        exchange.data(body);
        if (!exchange.isCancelled()) {
            exchange.complete();
        }
    }

    private static Map<String, BiConsumer<FakeExchange, String>> answers() {
        String json = "application/json";
        String events = "text/event-stream";
        String chunk = "{\"choices\": [{\"index\": 0, \"text\": \"" + json(COMPLETION) + "\"";
        return Map.ofEntries(
                Map.entry(
                        "error object",
                        (exchange, escaped) ->
                                answer(exchange, 400, json, """
                        {"error": {"message": "Bad: %s", "type": "%s", "code": "%s", "param": "%s"}}""".formatted(escaped, escaped, escaped, escaped))),
                Map.entry(
                        "error string",
                        (exchange, escaped) -> answer(exchange, 401, json, "{\"error\": \"" + escaped + "\"}")),
                Map.entry(
                        "violations",
                        (exchange, escaped) -> answer(exchange, 422, json, """
                        {"detail": [{"loc": ["body"], "msg": "Bad: %s", "input": "%s"}]}""".formatted(escaped, escaped))),
                Map.entry(
                        "JSON in JSON",
                        (exchange, escaped) -> answer(
                                exchange,
                                500,
                                json,
                                "{\"error\": {\"message\": \"" + json("{\"prompt\": \"" + escaped + "\"}") + "\"}}")),
                Map.entry(
                        "unknown shape",
                        (exchange, escaped) -> answer(exchange, 500, json, "{\"errors\": [\"" + escaped + "\"]}")),
                Map.entry("plain text", (exchange, escaped) -> answer(exchange, 503, "text/plain", ECHO)),
                Map.entry(
                        "error in a success",
                        (exchange, escaped) -> answer(
                                exchange,
                                200,
                                json,
                                "{\"error\": {\"message\": \"" + escaped + "\"}, " + chunk.substring(1) + "}]}")),
                Map.entry(
                        "error without a word in a success",
                        (exchange, escaped) -> answer(
                                exchange,
                                200,
                                json,
                                "{\"error\": {\"x\": \"" + escaped + "\"}, " + chunk.substring(1) + "}]}")),
                Map.entry(
                        "broken JSON",
                        (exchange, escaped) ->
                                answer(exchange, 200, json, chunk + ", \"echo\": \"" + escaped + "\", }]}")),
                Map.entry(
                        "cut JSON",
                        (exchange, escaped) -> answer(exchange, 200, json, chunk.substring(0, chunk.length() - 3))),
                Map.entry("no JSON", (exchange, escaped) -> answer(exchange, 200, "text/html", "<p>" + ECHO + "</p>")),
                Map.entry(
                        "error event",
                        (exchange, escaped) -> answer(
                                exchange,
                                200,
                                events,
                                Wire.event(chunk + "}]}") + "event: error\n"
                                        + Wire.event("{\"message\": \"" + escaped + "\"}"))),
                Map.entry(
                        "error amid chunks",
                        (exchange, escaped) -> answer(
                                exchange,
                                200,
                                events,
                                Wire.event(chunk + "}]}")
                                        + Wire.event("{\"error\": {\"message\": \"" + escaped + "\"}}"))),
                Map.entry(
                        "broken event",
                        (exchange, escaped) -> answer(
                                exchange,
                                200,
                                events,
                                Wire.event(chunk + "}]}") + Wire.event(chunk + ", \"echo\": \"" + escaped + "\""))),
                Map.entry(
                        "cut stream", (exchange, escaped) -> answer(exchange, 200, events, Wire.event(chunk + "}]}"))),
                Map.entry("a status line", (exchange, escaped) -> {
                    Throwable cause = new IOException("Invalid status line: \"" + ECHO + "\"");
                    cause.addSuppressed(new IOException(ECHO, new IOException(ECHO)));
                    exchange.fail(new TransportException(
                            TransportException.Kind.PROTOCOL, RequestProgress.MAYBE_SENT, "Not HTTP: " + ECHO, cause));
                }));
    }

    static Stream<Arguments> echoes() {
        return answers().keySet().stream()
                .flatMap(answer -> Stream.of(ESCAPED, ESCAPED + URL_ENCODED)
                        .flatMap(escaped -> Stream.of(REQUEST, ADDITIONAL)
                                .flatMap(request -> Stream.of(false, true)
                                        .map(streamed -> Arguments.of(answer, escaped, request, streamed)))));
    }

    private CompletionsClient client(UnaryOperator<CompletionsClient.Builder> keys, RetrySettings retries) {
        return keys.apply(CompletionsClient.builder()
                        .baseUrl("http://localhost:8000")
                        .transport(transport)
                        .scheduler(time)
                        .executor(Runnable::run)
                        .listener(listener)
                        .retries(retries))
                .build();
    }

    @ParameterizedTest(name = "{0}, {2}, streamed: {3}")
    @MethodSource("echoes")
    void noTextContainsASecretOfTheCall(String answer, String escaped, CompletionRequest request, boolean streamed)
            throws Exception {
        BiConsumer<FakeExchange, String> server =
                Objects.requireNonNull(answers().get(answer));
        int[] renewals = {0};
        try (CompletionsClient client = client(
                builder -> builder.credentials(
                        () -> CompletableFuture.completedFuture(Credential.of(renewals[0]++ == 0 ? OLD_KEY : KEY))),
                RetrySettings.defaults())) {
            CompletableFuture<?> call =
                    streamed ? client.stream(request, OPTIONS).collect() : client.complete(request, OPTIONS);
            Responses.answer(transport.next(), 401, "{\"error\": \"" + OLD_KEY + "\"}", "x-request-id", OLD_KEY);
            server.accept(transport.next(), escaped);
            for (int sent = 2; !call.isDone(); sent++) {
                time.advance(Duration.ofMinutes(1));
                assertThat(transport.exchanges()).isEqualTo(sent + 1);
                server.accept(transport.next(), escaped);
            }

            CompletionsClientException failure = Failed.with(CompletionsClientException.class, call);
            add(failure);
            failure.failedAttempts().forEach(each -> add(each.failure()));
            texts.append(client).append(request).append(OPTIONS);
            assertThat(texts).contains("FAILED", "x-gateway");
            assertNoTrace();
            assertThat(onRequest(failure)).isTrue();
        }
    }

    private void add(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        texts.append(trace);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        texts.append(bytes.toString(ISO_8859_1));
        if (failure instanceof ApiException api) {
            texts.append(api.error()).append(api.response());
        }
    }

    private void assertNoTrace() {
        String all = texts.toString();
        for (String trace : TRACES) {
            int at = all.indexOf(trace);
            assertThat(at < 0 ? "" : all.substring(Math.max(0, at - 300), Math.min(all.length(), at + 100)))
                    .as(trace)
                    .isEmpty();
        }
    }

    /** Returns true for exceptions that provide the server's body on request, with keys masked. */
    private static boolean onRequest(CompletionsClientException failure) {
        String body = failure instanceof ApiException api
                ? api.error().body()
                : failure instanceof MalformedResponseException malformed ? malformed.excerpt() : null;
        return body == null || (body.contains("Zo") && !body.contains("signs") && !body.contains("secret"));
    }

    @Test
    void anExceptionOfASupplierIsNotQuoted() {
        IllegalStateException thrown = new IllegalStateException("refused " + KEY, new IOException(KEY));
        thrown.addSuppressed(new IOException("closing " + KEY));
        for (UnaryOperator<CompletionsClient.Builder> keys : List.<UnaryOperator<CompletionsClient.Builder>>of(
                builder -> builder.apiKey(() -> {
                    throw thrown;
                }),
                builder -> builder.credentials(() -> {
                    throw thrown;
                }),
                builder -> builder.credentials(() -> CompletableFuture.failedFuture(thrown)))) {
            try (CompletionsClient client = client(keys, RetrySettings.off())) {
                add(Failed.with(CompletionsClientException.class, client.complete(REQUEST, OPTIONS)));
                assertThat(texts).contains("IllegalStateException", "IOException", "anExceptionOfASupplierIsNotQuoted");
                assertNoTrace();
            }
        }
    }

    @Test
    void loggedBodiesContainNoKeyHoweverItIsSplit() {
        try (CompletionsClient client = client(builder -> builder.apiKey(KEY).logBodies(true), RetrySettings.off())) {
            CompletableFuture<?> call = client.stream(REQUEST, OPTIONS).collect();
            FakeExchange exchange = transport.next();
            Wire.beginStream(exchange);
            for (char c : Wire.chunk(0, "x" + json(KEY + HEADER + QUERY)).toCharArray()) {
                exchange.data(String.valueOf(c));
            }
            exchange.data(Wire.DONE);
            exchange.complete();
            assertThat(call).isDone();

            assertThat(texts.toString().replaceAll("\\n?[^\\n]*\\n\\w+: <- ", ""))
                    .contains("diagnosis")
                    .doesNotContain("secret", "signs", "0001");
        }
    }
}
