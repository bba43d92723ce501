// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionAccumulator;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.NetworkException;
import dev.completions4j.Prompt;
import dev.completions4j.RetrySettings;
import dev.completions4j.ServerProfile;
import dev.completions4j.ServerProfile.Range;
import dev.completions4j.ServerProfile.Rule;
import dev.completions4j.ServerProfile.TokenizerApi;
import dev.completions4j.StreamOptions;
import dev.completions4j.Timeout;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.Usage;
import dev.completions4j.spi.Credential;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.Fault;
import dev.completions4j.testkit.server.LoopbackServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the snippets of the guides. */
class GuideSnippetsTest {

    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final LoopbackServer server =
            LoopbackServer.serving(FakeModel.builder().build());
    private final String baseUrl = server.baseUrl();
    private final String apiKey = "sk-example";
    private final CompletionRequest request =
            CompletionRequest.builder().model("any").prompt("Hello").build();

    @AfterEach
    void closeServer() {
        server.close();
    }

    private CompletionsClient newClient() {
        return CompletionsClient.builder().baseUrl(baseUrl).build();
    }

    @Test
    void completes() {
        // snippet: quickstart
        CompletionsClient client = CompletionsClient.builder()
                .baseUrl(baseUrl) // such as http://localhost:8000/v1; default: OpenAI
                .apiKey(apiKey)
                .build(); // one client serves any number of threads

        CompletionRequest request = CompletionRequest.builder()
                .model("gpt-3.5-turbo-instruct")
                .prompt("Say this is a test")
                .maxTokens(7)
                .build();

        CompletableFuture<String> text = client.complete(request).thenApply(Completion::text);
        // end
        assertThat(text).succeedsWithin(MAX_WAIT);
        client.close();
    }

    @Test
    void overridesOptionsAndHandlesErrors() {
        try (CompletionsClient client = newClient()) {
            // snippet: options
            CallOptions options = CallOptions.builder()
                    .timeout(Timeout.TOTAL, Duration.ofSeconds(30))
                    .maxAttempts(2) // including the first
                    .build();

            CompletableFuture<String> text = client.complete(request, options).handle((completion, failure) -> {
                if (failure == null) {
                    return completion.text();
                } else if (failure instanceof ApiException refused) { // the server answered with an error
                    return refused.kind() + ": " + refused.error().message();
                } else { // timeout, network, malformed response, …
                    return failure.getMessage();
                }
            });
            // end
            assertThat(text).succeedsWithin(MAX_WAIT);
        }
    }

    @Test
    void sendsSeveralPrompts() {
        try (CompletionsClient client = newClient()) {
            // snippet: prompts
            CompletionRequest request = CompletionRequest.builder()
                    .model("gpt-3.5-turbo-instruct")
                    .prompt(new Prompt.Texts(List.of("The sea is", "The sky is")))
                    .n(2)
                    .build();

            CompletableFuture<?> printed = client.complete(request).thenAccept(completion -> {
                for (Choice choice : completion.choices()) { // four, two for each prompt
                    System.out.println(choice.promptIndex() + ": " + choice.text() + " " + choice.finishReason());
                }
            });
            // end
            assertThat(printed).succeedsWithin(MAX_WAIT);
        }
    }

    @Test
    void overridesSettingsForOneCall() {
        try (CompletionsClient client = newClient()) {
            // snippet: call
            CallOptions options = CallOptions.builder()
                    .header("X-Tenant", "7")
                    .queryParameter("api-version", "preview")
                    .tag("feature", "search") // for listeners and interceptors; not sent
                    .maxResponseBytes(1 << 20)
                    .build();

            CompletableFuture<Completion> completion = client.complete(request, options);
            // end
            assertThat(completion).succeedsWithin(MAX_WAIT);
        }
    }

    @Test
    @SuppressWarnings("NullAway.Init") // onSubscribe is called first.
    void requestsChunksOneByOne() throws InterruptedException {
        List<String> stored = new ArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        try (CompletionsClient client = newClient()) {
            // snippet: backpressure
            client.stream(request).subscribe(new Flow.Subscriber<>() {

                private Flow.Subscription subscription;

                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    this.subscription = subscription;
                    subscription.request(1);
                }

                @Override
                public void onNext(CompletionChunk chunk) {
                    store(chunk.text(), () -> subscription.request(1)); // when it is stored, from any thread
                }

                @Override
                public void onError(Throwable failure) {
                    ended.countDown();
                }

                @Override
                public void onComplete() {
                    ended.countDown();
                }

                private void store(String text, Runnable then) {
                    stored.add(text);
                    then.run();
                }
            });
            // end
            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(stored).isNotEmpty();
    }

    @Test
    void showsTheTextSoFar() {
        List<String> screen = new ArrayList<>();
        try (CompletionsClient client = newClient()) {
            // snippet: sofar
            CompletionAccumulator soFar = client.newAccumulator();
            CompletableFuture<?> shown = client.stream(request).forEach(chunk -> {
                soFar.add(chunk);
                Completion completion = soFar.snapshot(); // null before the first chunk
                if (completion != null) {
                    screen.add(completion.text());
                }
            });
            // end
            assertThat(shown).succeedsWithin(MAX_WAIT);
        }
        assertThat(screen).isNotEmpty();
    }

    @Test
    void keepsNoText() {
        List<String> file = new ArrayList<>();
        try (CompletionsClient client = newClient()) {
            // snippet: keeptext
            CompletionRequest request = CompletionRequest.builder()
                    .model("gpt-3.5-turbo-instruct")
                    .prompt("Write a long book")
                    .streamOptions(StreamOptions.withUsage()) // the last chunk reports the usage
                    .build();

            CompletableFuture<?> written = client.stream(
                            request, CallOptions.builder().keepText(false).build())
                    .forEach(chunk -> file.add(chunk.text()));
            // end
            assertThat(written).succeedsWithin(MAX_WAIT);
        }
        assertThat(file).isNotEmpty();
    }

    @Test
    void keepsWhatArrived() {
        LoopbackServer unreliable = LoopbackServer.running(Fault.cut()
                .afterEvents(3)
                .over(FakeEndpoint.of(FakeModel.builder().build())));
        try (unreliable;
                CompletionsClient client = CompletionsClient.builder()
                        .baseUrl(unreliable.baseUrl())
                        .build()) {
            // snippet: errors
            CompletableFuture<String> text = client.stream(request)
                    .collect()
                    .thenApply(Completion::text)
                    .exceptionally(thrown -> {
                        Throwable failure = thrown.getCause(); // of the CompletionException of a derived stage
                        if (failure instanceof InvalidRequestException invalid) {
                            return "not sent: " + invalid.violations();
                        } else if (failure instanceof ApiException refused) {
                            return refused.kind() + ", status " + refused.status();
                        } else if (failure instanceof CallTimeoutException late) {
                            return late.timeout() + " after " + late.limit();
                        } else if (failure instanceof NetworkException network) {
                            return network.kind() + ", " + network.progress();
                        } else if (failure instanceof TruncatedStreamException cut && cut.partial() != null) {
                            return cut.partial().text() + "…";
                        } else if (failure instanceof CompletionsClientException other) {
                            return other.getMessage();
                        }
                        throw new IllegalStateException(failure);
                    });
            // end
            assertThat(text).succeedsWithin(MAX_WAIT).asString().isNotEmpty();
        }
    }

    @Test
    void diagnosesWhatTheServerSent() {
        List<@Nullable String> diagnosis = new ArrayList<>();
        try (CompletionsClient client = newClient()) {
            // snippet: diagnose
            CompletableFuture<Completion> completion = client.complete(request).whenComplete((result, failure) -> {
                if (failure instanceof ApiException refused) {
                    diagnosis.add(refused.error().body()); // as sent, up to 64 KiB; keys masked, prompts not
                } else if (failure instanceof MalformedResponseException malformed) {
                    diagnosis.add(malformed.excerpt()); // as sent, up to 8 KiB; keys masked, prompts not
                }
            });
            // end
            assertThat(completion).succeedsWithin(MAX_WAIT);
        }
        assertThat(diagnosis).isEmpty();
    }

    @Test
    void decidesAboutRetries() {
        // snippet: retrypolicy
        CompletionsClient client = CompletionsClient.builder()
                .baseUrl(baseUrl)
                .retries(RetrySettings.defaults().withMaxAttempts(5))
                .retryPolicy((attempt, failure) ->
                        failure instanceof ApiException refused && refused.kind() == ApiException.Kind.OVERLOADED
                                ? Duration.ofSeconds(attempt) // wait
                                : null) // fail
                .build();
        // end
        assertThat(client.complete(request)).succeedsWithin(MAX_WAIT);
        client.close();
    }

    @Test
    void renewsCredentials() {
        // snippet: credentials
        CompletionsClient client = CompletionsClient.builder()
                .baseUrl(baseUrl)
                .credentials(() -> fetchToken().thenApply(token -> new Credential(token, Duration.ofMinutes(60))))
                .build();
        // end
        assertThat(client.complete(request)).succeedsWithin(MAX_WAIT);
        client.close();
    }

    private static CompletableFuture<String> fetchToken() {
        return CompletableFuture.completedFuture("token");
    }

    @Test
    void describesAnotherServer() {
        // snippet: profile
        ServerProfile ours = ServerProfile.builder("our gateway")
                .path("/llm/v1") // if the base URL has no path
                .apiKeyHeader("X-Api-Key")
                .range("max_tokens", Range.between(1, 4096).wholeNumbers())
                .reject("suffix")
                .ignore("best_of", "logit_bias")
                .rule(Rule.notWith("echo", "logprobs"))
                .tokenizer(TokenizerApi.VLLM)
                .build();

        CompletionsClient client = CompletionsClient.builder()
                .baseUrl(baseUrl)
                .profile(ours)
                .apiKey(apiKey)
                .build();
        // end
        assertThat(client.complete(request.toBuilder().suffix("!").build())).failsWithin(MAX_WAIT);
        client.close();
    }

    @Test
    void acceptsWhatTheServerIgnores() {
        // snippet: verdicts
        ServerProfile profile = ServerProfile.llamaCpp(9713).toBuilder() // our server's build
                .accept("echo") // a proxy adds the prompt
                .build();

        CompletionsClient client =
                CompletionsClient.builder().baseUrl(baseUrl).profile(profile).build();
        // end
        assertThat(client.complete(request.toBuilder().echo(true).build())).succeedsWithin(MAX_WAIT);
        assertThat(client.complete(request.toBuilder().suffix("!").build())).failsWithin(MAX_WAIT);
        client.close();
    }

    @Test
    void runsCallbacksOnAnExecutor() {
        ConcurrentLinkedQueue<String> database = new ConcurrentLinkedQueue<>();
        // snippet: executor
        ExecutorService workers = Executors.newFixedThreadPool(16); // Java 21: newVirtualThreadPerTaskExecutor()
        CompletionsClient client = CompletionsClient.builder()
                .baseUrl(baseUrl)
                .executor(workers) // yours: the client does not shut it down
                .build();

        CompletableFuture<?> saved = client.stream(request).forEach(chunk -> database.add(chunk.text())); // may block
        // end
        assertThat(saved).succeedsWithin(MAX_WAIT);
        client.close();
        workers.shutdown();
    }

    @Test
    void blocksOnAnOwnThread() {
        try (CompletionsClient client = newClient()) {
            // snippet: blocking
            Completion completion = client.complete(request).join(); // not in a callback: see Embedding
            String text = completion.text();
            Usage usage = completion.usage(); // null if the server sent none
            // end
            assertThat(text).isNotEmpty();
            assertThat(usage).isNotNull();
        }
    }
}
