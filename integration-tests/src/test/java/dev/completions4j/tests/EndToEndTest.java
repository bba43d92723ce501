// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Calls.client;
import static dev.completions4j.tests.Calls.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.completions4j.ApiException;
import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.FinishReason;
import dev.completions4j.Logprobs;
import dev.completions4j.ModelList.Model;
import dev.completions4j.NetworkException;
import dev.completions4j.Prompt;
import dev.completions4j.RetrySettings;
import dev.completions4j.StreamOptions;
import dev.completions4j.TokenLogprob;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.Usage;
import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.ClosedPort;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public API, the engine, each transport and a real socket, with the fake model. */
class EndToEndTest {

    private static final CompletionRequest DOCUMENTED = CompletionRequest.builder()
            .model("VAR_completion_model_id")
            .prompt("Say this is a test")
            .maxTokens(7)
            .temperature(0)
            .build();

    private static FakeModel documentedModel() {
        return FakeModel.builder()
                .source((prompt, seed, choice) -> "\n\nThis is indeed a test")
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void completesTheDocumentedRequestWithAndWithoutStreaming(String transport) {
        try (LoopbackServer server = LoopbackServer.serving(documentedModel());
                CompletionsClient client = client(transport, server)) {
            Completion whole = join(client.complete(DOCUMENTED));
            Completion streamed = join(client.stream(withUsage(DOCUMENTED)).collect());

            assertThat(whole.choices())
                    .containsExactly(new Choice(0, "\n\nThis is indeed a test", FinishReason.LENGTH));
            assertThat(whole.usage()).isEqualTo(new Usage(5, 7, 12, null, null, Map.of()));
            assertThat(whole.model()).isEqualTo("VAR_completion_model_id");
            assertThat(streamed)
                    .usingRecursiveComparison()
                    .ignoringFields("response", "id")
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void collectsSeveralPromptsAndChoicesWithLogprobs(String transport) {
        CompletionRequest request = CompletionRequest.builder()
                .model("m")
                .prompt(Prompt.ofTexts("one two", "three"))
                .n(3)
                .seed(7)
                .logprobs(2)
                .echo(true)
                .maxTokens(9)
                .build();
        try (LoopbackServer server = LoopbackServer.serving(FakeModel.builder().build());
                CompletionsClient client = client(transport, server)) {
            Completion whole = join(client.complete(request));
            Completion streamed = join(client.stream(withUsage(request)).collect());

            assertThat(whole.choices()).hasSize(6);
            assertThat(whole.choices().get(0).text()).startsWith("one two");
            assertThat(whole.choices().get(3).text()).startsWith("three");
            assertThat(textOfTokens(whole.choices().get(5)))
                    .isEqualTo(whole.choices().get(5).text());
            assertThat(streamed)
                    .usingRecursiveComparison()
                    .ignoringFields("response", "id")
                    .isEqualTo(whole);
        }
    }

    private static String textOfTokens(Choice choice) {
        Logprobs logprobs = Objects.requireNonNull(choice.logprobs());
        return logprobs.tokens().stream().map(TokenLogprob::token).collect(Collectors.joining());
    }

    private static CompletionRequest withUsage(CompletionRequest request) {
        return request.toBuilder().streamOptions(StreamOptions.withUsage()).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void reusesTheConnectionForConsecutiveCalls(String transport) {
        try (LoopbackServer server = LoopbackServer.serving(documentedModel());
                CompletionsClient client = client(transport, server)) {
            for (int i = 0; i < 3; i++) {
                join(client.complete(DOCUMENTED));
            }

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void disconnectsWhenAStreamIsCancelled(String transport) throws InterruptedException {
        FakeModel endless = FakeModel.builder()
                .source((prompt, seed, choice) -> "word ".repeat(1_000_000))
                .build();
        try (LoopbackServer server = LoopbackServer.serving(endless);
                CompletionsClient client = client(transport, server)) {
            CountDownLatch first = new CountDownLatch(1);
            CompletableFuture<?> stream = client.stream(CompletionRequest.builder()
                            .model("m")
                            .prompt("p")
                            .maxTokens(2_000_000)
                            .build())
                    .forEach(chunk -> first.countDown());
            assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();

            stream.cancel(false);

            assertThat(server.awaitHangUp(Duration.ofSeconds(20))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void appliesBackpressureWithoutDemand(String transport) throws InterruptedException {
        int chunks = 400_000;
        CountDownLatch wroteAll = new CountDownLatch(1);
        String event = "data: {\"choices\":[{\"index\":0,\"text\":\"x\"}]}\n\n";
        String whole = "{\"choices\":[{\"index\":0,\"text\":\"x\"}]}";
        ConnectionScript script = connection -> {
            while (!isStreamed(connection.readRequest())) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + whole.length() + "\r\n\r\n" + whole);
            }
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
            String batch = event.repeat(1000);
            for (int i = 0; i < chunks / 1000; i++) {
                connection.write(batch);
            }
            connection.write("data: [DONE]\n\n");
            wroteAll.countDown();
            connection.close();
        };
        try (LoopbackServer server = LoopbackServer.running(script);
                CompletionsClient client = client(transport, server)) {
            SlowSubscriber subscriber = new SlowSubscriber();
            client.stream(DOCUMENTED).subscribe(subscriber);
            subscriber.request(1);
            assertThat(subscriber.first.await(20, TimeUnit.SECONDS)).isTrue();
            // A client that kept reading would have read everything during these calls.
            for (int i = 0; i < 300; i++) {
                join(client.complete(DOCUMENTED));
            }
            // The 18 MB exceed the buffers of the sockets.
            assertThat(wroteAll.getCount()).isEqualTo(1);

            subscriber.request(Long.MAX_VALUE);

            assertThat(join(subscriber.end)).isEqualTo(chunks);
            assertThat(wroteAll.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean isStreamed(@Nullable ReceivedRequest request) {
        return request == null || request.bodyText().contains("\"stream\":true");
    }

    private static final class SlowSubscriber implements Flow.Subscriber<CompletionChunk> {

        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final CountDownLatch first = new CountDownLatch(1);
        private final CompletableFuture<Integer> end = new CompletableFuture<>();
        private int seen;

        void request(long chunks) {
            join(subscription).request(chunks);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription.complete(subscription);
        }

        @Override
        public void onNext(CompletionChunk chunk) {
            seen++;
            first.countDown();
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(seen);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void reportsATruncatedStreamWithThePartialCompletion(String transport) {
        try (LoopbackServer server = LoopbackServer.running(connection -> {
                    var unused = connection.readRequest();
                    String event = "data: {\"choices\":[{\"index\":0,\"text\":\"half\"}]}\n\n";
                    connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n"
                            + Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
                    connection.close();
                });
                CompletionsClient client = client(transport, server)) {
            TruncatedStreamException failure = failure(
                    TruncatedStreamException.class, client.stream(DOCUMENTED).collect());

            assertThat(Objects.requireNonNull(failure.partial()).text()).isEqualTo("half");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void reportsTheErrorForAnInvalidRequest(String transport) {
        try (LoopbackServer server = LoopbackServer.serving(documentedModel());
                CompletionsClient client = client(transport, server)) {
            CompletionRequest request = DOCUMENTED.toBuilder().n(129).build();

            for (CompletableFuture<?> call :
                    List.of(client.complete(request), client.stream(request).collect())) {
                ApiException failure = failure(ApiException.class, call);
                assertThat(failure.kind()).isEqualTo(ApiException.Kind.BAD_REQUEST);
                assertThat(failure.error().param()).isEqualTo("n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void listsTheModels(String transport) {
        try (LoopbackServer server = LoopbackServer.serving(documentedModel());
                CompletionsClient client = client(transport, server)) {
            assertThat(join(client.models()).models())
                    .extracting(Model::ownedBy)
                    .containsExactly("completions4j");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void reportsARefusedConnection(String transport) {
        try (ClosedPort port = new ClosedPort();
                CompletionsClient client = CompletionsClient.builder()
                        .retries(RetrySettings.off())
                        .baseUrl(port.baseUrl())
                        .transport(transport)
                        .build()) {
            NetworkException failure = failure(NetworkException.class, client.complete(DOCUMENTED));

            assertThat(failure.kind()).isEqualTo(TransportException.Kind.CONNECT);
            assertThat(failure.progress()).isEqualTo(RequestProgress.NOT_SENT);
            assertThat(failure).hasMessageContaining("127.0.0.1:" + port.number());
        }
    }

    private static <E extends Throwable> E failure(Class<E> type, CompletableFuture<?> call) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> join(call));
        Throwable failure = Objects.requireNonNull(thrown.getCause());
        assertThat(failure).isInstanceOf(type);
        return Objects.requireNonNull(type.cast(failure));
    }
}
