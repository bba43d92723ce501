// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CallOptions;
import dev.completions4j.ChunkIterator;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionStream;
import dev.completions4j.CompletionsClient;
import dev.completions4j.FailedAttempt;
import dev.completions4j.JsonValue;
import dev.completions4j.Logprobs;
import dev.completions4j.ModelList;
import dev.completions4j.RetrySettings;
import dev.completions4j.ServerProfile;
import dev.completions4j.Timeout;
import dev.completions4j.TokenIds;
import dev.completions4j.extensions.StructuredOutput;
import dev.completions4j.extensions.VllmParameters;
import dev.completions4j.extensions.VllmResults;
import dev.completions4j.micrometer.CompletionsMetrics;
import dev.completions4j.micrometer.CompletionsObservations;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CallResult;
import dev.completions4j.observe.CompletionsInterceptor;
import dev.completions4j.spi.Credential;
import dev.completions4j.spi.CredentialProvider;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.recording.Recording;
import dev.completions4j.testkit.recording.RecordingTransport;
import dev.completions4j.testkit.recording.ReplayTransport;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.Fault;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.jdk.JdkTransport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the snippets of the README and of the guides. */
class JavaSnippetsTest {

    private final LoopbackServer server =
            LoopbackServer.serving(FakeModel.builder().build());
    private final String apiKey = "sk-example";

    @AfterEach
    void closeServer() {
        server.close();
    }

    private CompletionsClient newClient() {
        String baseUrl = server.baseUrl();
        // snippet: client
        CompletionsClient client = CompletionsClient.builder()
                .baseUrl(baseUrl) // such as http://localhost:8000/v1; default: OpenAI
                .apiKey(apiKey)
                .build();
        // end
        return client;
    }

    @Test
    void completesWithoutStreaming() {
        try (CompletionsClient client = newClient()) {
            // snippet: complete
            CompletionRequest request = CompletionRequest.builder()
                    .model("gpt-3.5-turbo-instruct")
                    .prompt("Say this is a test")
                    .maxTokens(7)
                    .build();

            CompletableFuture<String> text = client.complete(request).thenApply(Completion::text);
            // end
            assertThat(text.orTimeout(10, TimeUnit.SECONDS).join()).isNotBlank();
        }
    }

    @Test
    void selectsATransport() {
        // snippet: transport
        CompletionsClient client = CompletionsClient.builder().transport("jdk").build();
        // end
        client.close();
        assertThat(client).isNotNull();
    }

    @Test
    void reportsToMicrometer() {
        String baseUrl = server.baseUrl();
        MeterRegistry meterRegistry = new SimpleMeterRegistry();
        ObservationRegistry observationRegistry = ObservationRegistry.create();
        // snippet: micrometer
        CompletionsClient client = CompletionsClient.builder()
                .baseUrl(baseUrl)
                .discoverPlugins(false) // or calls are counted twice if the registries are also global
                .listener(CompletionsMetrics.of(meterRegistry))
                .listener(CompletionsObservations.of(observationRegistry))
                .build();
        // end
        assertThat(client.complete(
                        CompletionRequest.builder().model("any").prompt("Hello").build()))
                .succeedsWithin(Duration.ofSeconds(10));
        assertThat(meterRegistry.get("gen_ai.client.operation.duration").timer().count())
                .isEqualTo(1);
        client.close();
    }

    @Test
    void retriesAndFailsOver() {
        String oneServer = server.baseUrl();
        String another = server.baseUrl();
        CredentialProvider tokens = () -> CompletableFuture.completedFuture(new Credential("key", Duration.ofHours(1)));
        CompletionRequest request =
                CompletionRequest.builder().model("any").prompt("Hello").build();
        // snippet: resilience
        CompletionsClient client = CompletionsClient.builder()
                .baseUrls(List.of(oneServer, another)) // a server that fails is ejected for a while
                .credentials(tokens) // renewed before a key expires, and after a 401
                .retries(RetrySettings.defaults().withMaxAttempts(4))
                .maxInFlight(200) // 1,000 more are queued; further calls fail immediately
                .paceByRateLimits(true)
                .build();

        CompletableFuture<Completion> completion = client.complete(
                request,
                CallOptions.builder()
                        .maxAttempts(2)
                        .affinity("tenant-7") // routes to the same server, for its prefix cache
                        .build());
        // end
        assertThat(completion).succeedsWithin(Duration.ofSeconds(10));
        client.close();
    }

    @Test
    void interceptsAndObservesCalls() {
        String baseUrl = server.baseUrl();
        List<String> seen = new CopyOnWriteArrayList<>();
        // snippet: interceptor
        CompletionsClient client = CompletionsClient.builder()
                .baseUrl(baseUrl)
                .interceptor(new CompletionsInterceptor() {
                    @Override
                    public CompletableFuture<Completion> complete(
                            CompletionRequest request, CallOptions options, Chain chain) {
                        return chain.complete(
                                request.toBuilder().user("tenant-7").build(), options);
                    }
                })
                .listener(call -> new CallListener() {
                    @Override
                    public void onRetry(FailedAttempt failed) {
                        seen.add(call.operation() + " again after " + failed.status());
                    }

                    @Override
                    public void onEnd(CallResult result) {
                        seen.add(call.operation() + " " + result.outcome());
                    }
                })
                .build();
        // end
        assertThat(client.complete(
                        CompletionRequest.builder().model("any").prompt("Hello").build()))
                .succeedsWithin(Duration.ofSeconds(10));
        assertThat(seen).containsExactly("COMPLETE COMPLETED");
        assertThat(server.requests().get(0).bodyText()).contains("\"user\":\"tenant-7\"");
        client.close();
    }

    @Test
    void setsServerSpecificParameters() {
        String baseUrl = server.baseUrl();
        // snippet: server
        CompletionsClient client = CompletionsClient.builder()
                .baseUrl(baseUrl)
                .profile(ServerProfile.vllm())
                .build();

        CompletionRequest request = CompletionRequest.builder()
                .model("Qwen/Qwen3-8B")
                .prompt("Is the sea salty? Answer:")
                .extension(VllmParameters.builder()
                        .minP(0.05)
                        .structuredOutput(StructuredOutput.choice(" yes", " no"))
                        .returnTokenIds(true)
                        .build())
                .additionalProperty("not_known_here_yet", JsonValue.of(true))
                .build();

        CompletableFuture<@Nullable TokenIds> ids = client.complete(request)
                .thenApply(
                        completion -> VllmResults.tokenIds(completion.choices().get(0)));
        // end
        assertThat(ids).succeedsWithin(Duration.ofSeconds(10)).isNull();
        assertThat(server.requests().get(0).bodyText())
                .contains("\"structured_outputs\":{\"choice\":[\" yes\",\" no\"]}", "\"not_known_here_yet\":true");
        client.close();
    }

    @Test
    void classifiesByTheLogprobsOfLabels() {
        try (CompletionsClient client = newClient()) {
            // snippet: labels
            CompletionRequest request = CompletionRequest.builder()
                    .model("Qwen/Qwen3-8B")
                    .prompt("Is the sea salty? Answer:")
                    .maxTokens(1)
                    .logprobs(1)
                    .extension(VllmParameters.builder()
                            .logprobTokenIds(9834, 902) // " yes", " no"
                            .returnTokensAsTokenIds(true)
                            .build())
                    .build();

            CompletableFuture<Map<Integer, Double>> labels = client.complete(request)
                    .thenApply(completion -> {
                        Logprobs logprobs = completion.choices().get(0).logprobs();
                        return logprobs == null
                                ? Map.of()
                                : VllmResults.logprobsByTokenId(
                                        logprobs.tokens().get(0));
                    });
            // end
            assertThat(labels).succeedsWithin(Duration.ofSeconds(10));
            assertThat(server.requests().get(0).bodyText())
                    .contains("\"logprob_token_ids\":[9834,902]", "\"return_tokens_as_token_ids\":true");
        }
    }

    @Test
    void listsModels() {
        try (CompletionsClient client = newClient()) {
            // snippet: models
            CompletableFuture<ModelList> models = client.models();
            // end
            assertThat(models).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void streams() {
        CompletionRequest request = CompletionRequest.builder()
                .model("gpt-3.5-turbo-instruct")
                .prompt("Say this is a test")
                .build();
        try (CompletionsClient client = newClient()) {
            // snippet: stream
            CompletableFuture<?> printed = client.stream(request).forEach(chunk -> System.out.print(chunk.text()));

            // printed.cancel(false) closes the exchange, and the server stops generating.
            // end
            assertThat(printed).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void showsOtherViewsOfAStream() {
        CompletionRequest request = CompletionRequest.builder()
                .model("gpt-3.5-turbo-instruct")
                .prompt("Say this is a test")
                .build();
        try (CompletionsClient client = newClient()) {
            // snippet: views
            CompletionStream stream = client.stream(request); // each of these sends the request

            CompletableFuture<Completion> whole = stream.collect();
            Flow.Publisher<String> texts = stream.texts(); // of the first choice
            CompletableFuture<?> firstChunk = stream.firstChunk(); // cancels the rest

            try (ChunkIterator chunks = stream.blockingIterator()) { // for a virtual thread
                while (chunks.hasNext()) {
                    System.out.print(chunks.next().text());
                }
            }
            // end
            assertThat(whole).succeedsWithin(Duration.ofSeconds(10));
            assertThat(firstChunk).succeedsWithin(Duration.ofSeconds(10));
            assertThat(texts).isNotNull();
        }
    }

    @Test
    void setsTimeoutsAndShutsDown() {
        String baseUrl = server.baseUrl();
        CompletionRequest request = CompletionRequest.builder()
                .model("gpt-3.5-turbo-instruct")
                .prompt("Say this is a test")
                .build();
        // snippet: timeouts
        CompletionsClient client = CompletionsClient.builder()
                .baseUrl(baseUrl)
                .timeout(Timeout.FIRST_CHUNK, Duration.ofSeconds(20))
                .build();

        CompletableFuture<Completion> completion = client.stream(
                        request,
                        CallOptions.builder()
                                .timeout(Timeout.BETWEEN_CHUNKS, Duration.ofSeconds(5))
                                .noTimeout(Timeout.TOTAL)
                                .build())
                .collect();
        // end
        assertThat(completion).succeedsWithin(Duration.ofSeconds(10));
        // snippet: shutdown
        client.shutdown(Duration.ofSeconds(30)).join(); // or close(), which does not wait
        // end
        assertThat(client.models()).failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void injectsAFaultOnce() {
        FakeModel model = FakeModel.builder().build();
        // snippet: fault
        Fault fault = Fault.reset().afterEvents(3).times(1); // or close, cut, stall, slow, garbage
        LoopbackServer unreliable = LoopbackServer.running(fault.over(FakeEndpoint.of(model)));
        // end
        try (unreliable;
                CompletionsClient client = CompletionsClient.builder()
                        .baseUrl(unreliable.baseUrl())
                        .build()) {
            assertThat(client.stream(anyRequest()).collect()).failsWithin(Duration.ofSeconds(10));
            assertThat(client.stream(anyRequest()).collect()).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void recordsAndReplays(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("recording.json");
        String baseUrl = server.baseUrl();
        CompletionRequest request = anyRequest();
        // snippet: record
        RecordingTransport recorder = RecordingTransport.of(JdkTransport.create(TransportConfig.defaults()));
        try (CompletionsClient client =
                CompletionsClient.builder().transport(recorder).baseUrl(baseUrl).build()) {
            client.complete(request).join();
        }
        recorder.shutdown(Duration.ofSeconds(5)).join();
        recorder.recording().write(file);

        ReplayTransport replay = ReplayTransport.of(Recording.read(file));
        try (CompletionsClient client =
                CompletionsClient.builder().transport(replay).baseUrl(baseUrl).build()) {
            client.complete(request).join(); // the recorded response, without a server
        }
        replay.verify();
        // end
        assertThat(server.requests()).hasSize(1);
    }

    private static CompletionRequest anyRequest() {
        return CompletionRequest.builder().model("any").prompt("Hello").build();
    }
}
