// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.completions4j.ApiException;
import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.FinishReason;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.Logprobs;
import dev.completions4j.Prompt;
import dev.completions4j.ServerProfile;
import dev.completions4j.StreamOptions;
import dev.completions4j.TokenIds;
import dev.completions4j.TokenizationRequest;
import dev.completions4j.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/**
 * Tests that run against a real server and against the fake model in its dialect.
 *
 * <p>The responses of the real server are recorded in a file. The suite of the real server compares them with the
 * server, the suite of the fake with the fake. With {@code -Dservers.record=DIRECTORY}, the file is rewritten instead.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerSuite {

    /** The directory for rewritten records; empty if they are compared. */
    private static final String RECORDS = System.getProperty("servers.record", "");

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String RULE = "values of ";
    private static final String REFUSED = "refused";
    private static final String NOT_SENT = "not sent";
    private static final int STREAMS = 50;
    private static final int LONG = 7000;

    static final CompletionRequest REQUEST = CompletionRequest.builder()
            .model("tiny")
            .prompt("The sea")
            .maxTokens(8)
            .temperature(0)
            .build();

    /** So long that only a cancellation or the end of the server ends it. */
    private static final CompletionRequest ENDLESS =
            REQUEST.toBuilder().prompt("tick").maxTokens(LONG).build();

    private final KnownServer known;
    private final Recorded recorded;
    private final Map<String, List<String>> observed = new TreeMap<>();
    private final Map<String, CompletionsClient> clients = new LinkedHashMap<>();
    private final long begin = System.nanoTime();
    private @Nullable TestedServer server;

    ServerSuite(KnownServer known) {
        this.known = known;
        this.recorded = Recorded.read(known.record());
    }

    /**
     * Starts the server, or another one of the same kind.
     *
     * @throws TestAbortedException if it cannot run here
     */
    abstract TestedServer start();

    /** Starts a server that a test may kill. */
    TestedServer startAnother() {
        return start();
    }

    /** Returns the known differences from the recorded responses, with reasons, by the name of the exchange. */
    abstract Map<String, String> knownDifferences();

    final TestedServer server() {
        return Objects.requireNonNull(server);
    }

    @BeforeAll
    @Timeout(600)
    final void startServer() {
        try {
            server = start();
        } catch (TestAbortedException e) {
            System.out.println("[servers] " + known.label() + ": skipped: " + e.getMessage());
            throw e;
        }
    }

    @AfterAll
    final void closeAll() {
        clients.values().forEach(CompletionsClient::close);
        TestedServer started = server;
        if (started == null) {
            return;
        }
        started.close();
        if (!RECORDS.isEmpty() && started.takesTime()) {
            new Recorded(started.version(), observed).writeTo(Path.of(RECORDS).resolve(known.record()));
        }
        System.out.println("[servers] " + known.label() + ": compared with " + started.version() + " in "
                + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s");
    }

    final List<Exchange> exchanges() {
        return Exchange.forServer(known.label());
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    final void respondsAsRecorded(Exchange exchange) throws Exception {
        compare(exchange.name(), exchange.observe(server()));
    }

    /** Compares with the record, unless it is being written, or lacks a rule that the fake is sampled for. */
    private void compare(String name, List<String> seen) {
        observed.put(name, seen);
        if (!RECORDS.isEmpty()) {
            return;
        }
        List<String> record = recorded.observations().get(name);
        if (record == null) {
            assertThat(name.startsWith(RULE) && !server().takesTime())
                    .as("%s is not recorded; see CONTRIBUTING.md", name)
                    .isTrue();
            return;
        }
        List<String> expected = comparable(record);
        String difference = knownDifferences().get(name);
        if (difference == null) {
            assertThat(comparable(seen)).isEqualTo(expected);
        } else {
            assertThat(comparable(seen))
                    .as("The difference no longer exists: " + difference)
                    .isNotEqualTo(expected);
        }
    }

    /** Returns the part of an observation that is compared. */
    List<String> comparable(List<String> observation) {
        return observation;
    }

    final List<String> sampledProperties() {
        return RuleSample.of(known.profile()).stream()
                .map(RuleSample::property)
                .distinct()
                .toList();
    }

    /**
     * The server rejects or ignores what we reject, and we reject what the server rejects, unless there is a reason.
     * Properties that the profile declares ignored have no effect.
     */
    @ParameterizedTest
    @MethodSource("sampledProperties")
    final void theRulesOfTheProfileMatchTheServer(String property) {
        List<String> stricter = new ArrayList<>();
        List<String> laxer = new ArrayList<>();
        List<String> ofServer = new ArrayList<>();
        for (RuleSample sample : RuleSample.of(known.profile())) {
            if (!sample.property().equals(property)) {
                continue;
            }
            String byServer = outcome(sample, lenientClient());
            String byUs = outcome(sample, client("jdk"));
            if (byServer.equals(NOT_SENT)) {
                // No profile sends it.
                assertThat(byUs).isEqualTo(NOT_SENT);
                continue;
            }
            ofServer.add(sample + ": " + (byServer.equals(REFUSED) ? REFUSED : "accepted"));
            if (known.profile().ignored().contains(property)) {
                String without = outcome(new RuleSample(property, Map.of(), sample.streamed()), lenientClient());
                assertThat(byServer).as(sample.toString()).isEqualTo(without);
                // We send values that request nothing, such as a best_of of 1.
                assertThat(byUs).as(sample.toString()).isIn(NOT_SENT, without);
            } else if (byUs.equals(NOT_SENT) && !byServer.equals(REFUSED)) {
                stricter.add(sample.toString());
            } else if (byServer.equals(REFUSED) && !byUs.equals(NOT_SENT)) {
                laxer.add(sample.toString());
            }
        }
        compare(RULE + property, ofServer.stream().distinct().toList());
        checkReason(
                "We reject values that the server accepts",
                stricter,
                known.deviations().stricter(),
                property);
        checkReason(
                "We send values that the server rejects",
                laxer,
                known.deviations().laxer(),
                property);
    }

    private static void checkReason(String what, List<String> samples, Map<String, String> reasons, String property) {
        String reason = reasons.get(property);
        if (reason == null) {
            assertThat(samples).as(what).isEmpty();
        } else {
            assertThat(samples)
                    .as("The explained difference no longer exists: " + reason)
                    .isNotEmpty();
        }
    }

    /**
     * Returns the text of the completion, {@link #REFUSED} if the server rejected it, or {@link #NOT_SENT} if we did.
     */
    private static String outcome(RuleSample sample, CompletionsClient client) {
        // At a temperature of 0, a server may reject several choices, which would be identical.
        CompletionRequest request = sample.applyTo(
                REQUEST.toBuilder().maxTokens(2).temperature(0.01).build());
        CompletableFuture<Completion> call =
                sample.streamed() ? client.stream(request).collect() : client.complete(request);
        CompletionsClientException failure = failure(call);
        if (failure == null) {
            return "accepted with the text " + join(call).text();
        } else if (failure instanceof InvalidRequestException) {
            return NOT_SENT;
        } else if (failure instanceof ApiException refusal && refusal.status() < 500) {
            return REFUSED;
        }
        throw failure;
    }

    final List<ParameterSamples.Sample> parameters() {
        return ParameterSamples.of(known.parameters(), known.samples());
    }

    @ParameterizedTest
    @MethodSource("parameters")
    final void eachTypedParameterHasTheRecordedResponse(ParameterSamples.Sample sample) {
        CompletionRequest request =
                REQUEST.toBuilder().logprobs(1).extension(sample.parameters()).build();
        for (String transport : List.of("jdk", "netty")) {
            CompletionsClientException whole = failure(client(transport).complete(request));
            CompletionsClientException streamed =
                    failure(client(transport).stream(request).collect());
            compare("parameter " + sample, List.of(outcome(whole) + " whole", outcome(streamed) + " streamed"));
        }
    }

    private static String outcome(@Nullable CompletionsClientException failure) {
        if (failure instanceof ApiException refusal) {
            return "status " + refusal.status();
        }
        return failure == null ? "accepted" : failure.getClass().getSimpleName();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    final void collectedStreamsEqualNonStreamingCompletions(String transport) {
        CompletionRequest request =
                REQUEST.toBuilder().streamOptions(StreamOptions.withUsage()).build();
        Completion whole = join(client(transport).complete(request));
        Completion streamed = join(client(transport).stream(request).collect());

        for (Completion each : List.of(whole, streamed)) {
            assertThat(each.text()).isEqualTo(" is salty.");
            assertThat(each.choices()).extracting(Choice::finishReason).containsExactly(FinishReason.of("stop"));
            Usage usage = Objects.requireNonNull(each.usage());
            assertThat(usage.promptTokens()).isEqualTo(2);
            // The end of the text is a token too.
            assertThat(usage.completionTokens()).isEqualTo(4);
            assertThat(usage.totalTokens()).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    final void choicesOfSeveralPromptsAreAssigned(String transport) {
        CompletionRequest request = REQUEST.toBuilder()
                .prompt(Prompt.ofTexts("The sea", "tick"))
                .maxTokens(3)
                .n(2)
                .temperature(0.01)
                .seed(1L)
                .build();
        for (Completion each : List.of(
                join(client(transport).complete(request)),
                join(client(transport).stream(request).collect()))) {
            assertThat(each.choices())
                    .extracting(Choice::text)
                    .containsExactly(" is salty.", " is salty.", " tock tick tock", " tock tick tock");
            assertThat(each.choices()).extracting(Choice::index).containsExactly(0, 1, 2, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    final void tokenPromptsEqualTextPrompts(String transport) {
        CompletionRequest one = REQUEST.toBuilder()
                .prompt(Prompt.ofTokens(server().tokenIds("The sea")))
                .build();
        CompletionRequest two = REQUEST.toBuilder()
                .prompt(Prompt.ofTokenLists(server().tokenIds("The sea"), server().tokenIds("tick")))
                .maxTokens(3)
                .build();
        assertThat(join(client(transport).complete(one)).text()).isEqualTo(" is salty.");
        assertThat(join(client(transport).stream(one).collect()).text()).isEqualTo(" is salty.");
        assertThat(join(client(transport).stream(two).collect()).choices())
                .extracting(Choice::text)
                .containsExactly(" is salty.", " tock tick tock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    final void logprobsMatchTheTokensOfTheText(String transport) {
        CompletionRequest request = REQUEST.toBuilder().maxTokens(3).logprobs(2).build();
        for (Completion each : List.of(
                join(client(transport).complete(request)),
                join(client(transport).stream(request).collect()))) {
            Logprobs logprobs = Objects.requireNonNull(each.choices().get(0).logprobs());
            assertThat(logprobs.tokens()).extracting(token -> token.token()).containsExactly(" is", " salty", ".");
            assertThat(logprobs.tokens()).allSatisfy(token -> {
                assertThat(token.logprob()).isBetween(-1.5, 0.0);
                assertThat(token.top()).hasSize(2);
                assertThat(token.top().get(0).token()).isEqualTo(token.token());
            });
        }
    }

    /** A limit may cut a character of several tokens; the text before the incomplete character must be correct. */
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    final void charactersOfSeveralTokensArePreserved(String transport) {
        String text = "🌊ёж!";
        for (int limit = 1; limit <= 10; limit++) {
            CompletionRequest request =
                    REQUEST.toBuilder().prompt("wave").maxTokens(limit).build();
            String whole = join(client(transport).complete(request)).text();
            String streamed = join(client(transport).stream(request).collect()).text();
            assertThat(text).startsWith(whole.replaceFirst("\uFFFD+$", ""));
            assertThat(text).startsWith(streamed.replaceFirst("\uFFFD+$", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    final void errorsHaveTheExpectedKind(String transport) {
        try (CompletionsClient stranger = CompletionsClient.builder()
                        .baseUrl(server().address())
                        .profile(known.profile())
                        .apiKey("wrong")
                        .transport(transport)
                        .build();
                CompletionsClient lost = CompletionsClient.builder()
                        .baseUrl(server().address() + "/chat/v1")
                        .profile(known.profile())
                        .apiKey(TestedServer.KEY)
                        .transport(transport)
                        .build()) {
            CompletionRequest unknownToken =
                    REQUEST.toBuilder().prompt(Prompt.ofTokens(9_999_999)).build();
            assertThat(kindOfFailure(stranger, REQUEST)).isEqualTo(ApiException.Kind.AUTHENTICATION);
            assertThat(kindOfFailure(lost, REQUEST)).isEqualTo(ApiException.Kind.NOT_FOUND);
            assertThat(kindOfFailure(client(transport), unknownToken)).isEqualTo(ApiException.Kind.BAD_REQUEST);
        }
    }

    private static ApiException.@Nullable Kind kindOfFailure(CompletionsClient client, CompletionRequest request) {
        CompletionsClientException whole = failure(client.complete(request));
        CompletionsClientException streamed = failure(client.stream(request).collect());
        assertThat(whole).isInstanceOf(ApiException.class);
        assertThat(streamed).isInstanceOf(ApiException.class);
        assertThat(((ApiException) streamed).kind()).isEqualTo(((ApiException) whole).kind());
        return ((ApiException) whole).kind();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    final void serverSpecificResultsAreAvailable(String transport) {
        CompletionRequest request = known.results().request(REQUEST);
        known.results().check(server(), join(client(transport).complete(request)));
        known.results().check(server(), join(client(transport).stream(request).collect()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    final void textsAreSplitIntoTheServersTokens(String transport) {
        TokenIds ids = TokenIds.of(server().tokenIds("The sea is"));
        TokenizationRequest request =
                TokenizationRequest.builder().model("tiny").text("The sea is").build();

        assertThat(join(client(transport).tokenize(request)).tokens()).isEqualTo(ids);
        assertThat(join(client(transport).detokenize("tiny", ids))).isEqualTo("The sea is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    final void theModelIsListed(String transport) {
        assertThat(join(client(transport).models()).models())
                .extracting(model -> model.id())
                .containsExactly("tiny");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    final void fiftyConcurrentStreamsAreSeparate(String transport) {
        List<CompletableFuture<Completion>> streams = IntStream.range(0, STREAMS)
                .mapToObj(i -> client(transport).stream(REQUEST.toBuilder()
                                .prompt(i % 2 == 0 ? "tick" : "The sea")
                                .maxTokens(1 + i)
                                .build())
                        .collect())
                .toList();
        for (int i = 0; i < STREAMS; i++) {
            String whole = new TinyModel().continuation(i % 2 == 0 ? "tick" : "The sea", 1 + i);
            assertThat(join(streams.get(i)).text()).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    final void aCancelledStreamStopsTheServer(String transport) throws Exception {
        double before = server().generatedTokens();
        CountDownLatch some = new CountDownLatch(3);
        CompletableFuture<?> call = client(transport).stream(ENDLESS).forEach(chunk -> some.countDown());
        assertThat(some.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        call.cancel(false);
        assertThat(server().awaitIdle()).isTrue();
        assertThat(server().generatedTokens() - before).isLessThan(LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    final void aCancelledNonStreamingCallStopsTheServer(String transport) throws Exception {
        assumeTrue(server().takesTime(), "The response is immediate");
        double before = server().generatedTokens();
        CompletableFuture<Completion> call = client(transport).complete(ENDLESS);
        assertThat(server().awaitBusy()).as("%s", call).isTrue();
        call.cancel(false);
        assertThat(server().awaitIdle()).isTrue();
        assertThat(server().generatedTokens() - before).isLessThan(LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    @Timeout(600)
    final void aKilledServerLeavesAPartialCompletion(String transport) throws Exception {
        try (TestedServer dying = startAnother();
                CompletionsClient client = newClient(transport, dying, known.profile())) {
            CountDownLatch some = new CountDownLatch(3);
            List<CompletionChunk> chunks = new ArrayList<>();
            CompletableFuture<?> stream = client.stream(ENDLESS).forEach(chunk -> {
                chunks.add(chunk);
                some.countDown();
            });
            assertThat(some.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            dying.kill();
            CompletionsClientException failure = Objects.requireNonNull(failure(stream));
            Completion partial = Objects.requireNonNull(failure.partial());
            assertThat(partial.text())
                    .startsWith(" tock tick")
                    .isEqualTo(String.join(
                            "", chunks.stream().map(CompletionChunk::text).toList()));
        }
    }

    /** Returns the failure of a call; null if it succeeds. */
    static @Nullable CompletionsClientException failure(CompletableFuture<?> call) {
        CompletionException thrown = catchThrowableOfType(
                CompletionException.class,
                () -> call.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
        return thrown == null ? null : (CompletionsClientException) Objects.requireNonNull(thrown.getCause());
    }

    static <T> T join(CompletableFuture<T> call) {
        return call.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    final CompletionsClient client(String transport) {
        return clients.computeIfAbsent(transport, name -> newClient(name, server(), known.profile()));
    }

    /** Returns a client that sends what the profile rejects. */
    private CompletionsClient lenientClient() {
        ServerProfile any =
                ServerProfile.compatible().toBuilder().range("n", null).build();
        return clients.computeIfAbsent("lenient", name -> newClient("netty", server(), any));
    }

    private static CompletionsClient newClient(String transport, TestedServer server, ServerProfile profile) {
        return CompletionsClient.builder()
                .baseUrl(server.address())
                .profile(profile)
                .apiKey(TestedServer.KEY)
                .transport(transport)
                .build();
    }
}
