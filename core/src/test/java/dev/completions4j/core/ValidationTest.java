// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.InvalidRequestException.Violation;
import dev.completions4j.JsonValue;
import dev.completions4j.Prompt;
import dev.completions4j.ServerProfile;
import dev.completions4j.StreamOptions;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeTransport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which requests are rejected before they are sent, and the reported violations. */
class ValidationTest {

    private final FakeTransport transport = new FakeTransport();

    @AfterEach
    void closeTransport() {
        transport.close();
    }

    private interface Change extends UnaryOperator<CompletionRequest.Builder> {}

    private static Arguments broken(String name, String field, Change change) {
        return Arguments.of(name, field, change);
    }

    private static Arguments kept(String name, Change change) {
        return Arguments.of(name, change);
    }

    private static JsonValue nested(int depth) {
        JsonValue value = JsonValue.of(1);
        for (int i = 0; i < depth; i++) {
            value = JsonValue.array(List.of(value));
        }
        return value;
    }

    static Stream<Arguments> invalidForAllServers() {
        return Stream.of(
                broken("no texts", "prompt", b -> b.prompt(Prompt.ofTexts())),
                broken("no tokens", "prompt", b -> b.prompt(Prompt.ofTokens())),
                broken("no token lists", "prompt", b -> b.prompt(Prompt.ofTokenLists())),
                broken(
                        "an empty token list",
                        "prompt",
                        b -> b.prompt(Prompt.ofTokenLists(new int[] {1}, new int[] {}))),
                broken("a negative token", "prompt", b -> b.prompt(Prompt.ofTokens(1, -1))),
                broken("half a pair in the prompt", "prompt", b -> b.prompt("a\uD83D")),
                broken("half a pair in one of the prompts", "prompt", b -> b.prompt(Prompt.ofTexts("a", "\uDE00b"))),
                broken("half a pair in the model", "model", b -> b.model("\uD83Dm")),
                broken("half a pair in the suffix", "suffix", b -> b.suffix("\uD83D")),
                broken("half a pair in a stop", "stop", b -> b.stop("a", "\uD83D")),
                broken("half a pair in the user", "user", b -> b.user("\uD83D")),
                broken(
                        "half a pair deep in an additional property",
                        "x",
                        b -> b.additionalProperty(
                                "x", JsonValue.array(List.of(JsonValue.object(Map.of("\uD83D", JsonValue.of(true))))))),
                broken("an additional property that nests too deep", "x", b -> b.additionalProperty("x", nested(65))),
                broken("n of 0", "n", b -> b.n(0)),
                broken("a negative n", "n", b -> b.n(-1)),
                broken("a temperature of NaN", "temperature", b -> b.temperature(Double.NaN)),
                broken("an infinite top_p", "top_p", b -> b.topP(Double.POSITIVE_INFINITY)),
                broken(
                        "an infinite frequency_penalty",
                        "frequency_penalty",
                        b -> b.frequencyPenalty(Double.NEGATIVE_INFINITY)),
                broken("a presence_penalty of NaN", "presence_penalty", b -> b.presencePenalty(Double.NaN)),
                broken("an infinite bias", "logit_bias", b -> b.logitBias(7, Double.POSITIVE_INFINITY)),
                broken(
                        "a property that is set twice",
                        "temperature",
                        b -> b.temperature(1).additionalProperty("temperature", JsonValue.of(1))),
                broken("stream", "stream", b -> b.additionalProperty("stream", JsonValue.of(true))),
                broken(
                        "raw stream options",
                        "stream_options",
                        b -> b.additionalProperty("stream_options", JsonValue.object(Map.of()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalidForAllServers")
    void rejectsWhatNoServerAccepts(String name, String field, Change change) {
        CompletionRequest request = request(change);

        assertThat(fields(complete(ServerProfile.compatible(), request))).containsExactly(field);
        assertThat(fields(stream(ServerProfile.compatible(), request))).containsExactly(field);
        assertThat(transport.exchanges()).isZero();
    }

    static Stream<Arguments> validForSomeServer() {
        return Stream.of(
                kept("a prompt that is empty", b -> b.prompt("")),
                kept("one of the prompts that is empty", b -> b.prompt(Prompt.ofTexts(""))),
                kept("an additional property that nests deep", b -> b.additionalProperty("x", nested(64))),
                kept("whole pairs", b -> b.prompt("\uD83D\uDE00").stop("\uD83D\uDE00")),
                kept("all of OpenAI's limits exceeded", ValidationTest::beyondOpenAi),
                kept("no limit of tokens", b -> b.maxTokens(-1)),
                kept("all log probabilities", b -> b.logprobs(-1)),
                kept("an empty list of stops", b -> b.stop(List.of())),
                kept("a fraction of a bias", b -> b.logitBias(7, 0.5)),
                kept("best_of below n", b -> b.n(3).bestOf(2)),
                kept("best_of as large as n", b -> b.n(2).bestOf(2)),
                kept("best_of without n", b -> b.bestOf(2)),
                kept(
                        "a prompt of another form",
                        b -> b.additionalProperty(
                                "prompt", JsonValue.array(List.of(JsonValue.of("a"), JsonValue.of(1))))));
    }

    private static CompletionRequest.Builder beyondOpenAi(CompletionRequest.Builder builder) {
        return builder.bestOf(500)
                .frequencyPenalty(3)
                .logitBias(7, 101)
                .logprobs(6)
                .n(129)
                .presencePenalty(-3)
                .stop("1", "2", "3", "4", "5")
                .temperature(2.5)
                .topP(1.5);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("validForSomeServer")
    void acceptsWhatSomeServerAccepts(String name, Change change) {
        CompletionRequest.Builder builder = CompletionRequest.builder().model("m");

        assertThat(fields(complete(
                        ServerProfile.compatible(), change.apply(builder).build())))
                .isEmpty();
        assertThat(transport.exchanges()).isEqualTo(1);
    }

    static Stream<Arguments> openAisRules() {
        return Stream.of(
                broken("best_of below its range", "best_of", b -> b.bestOf(-1)),
                broken("best_of below n", "best_of", b -> b.n(3).bestOf(2)),
                broken(
                        "best_of below an additional n",
                        "best_of",
                        b -> b.additionalProperty("n", JsonValue.of(3)).bestOf(2)),
                broken("best_of above its range", "best_of", b -> b.bestOf(21)),
                broken("frequency_penalty below its range", "frequency_penalty", b -> b.frequencyPenalty(-2.1)),
                broken("frequency_penalty above its range", "frequency_penalty", b -> b.frequencyPenalty(2.1)),
                broken("a bias below its range", "logit_bias", b -> b.logitBias(7, -101)),
                broken("a bias above its range", "logit_bias", b -> b.logitBias(7, 101)),
                broken(
                        "a bias above its range in an additional property",
                        "logit_bias",
                        b -> b.additionalProperty("logit_bias", JsonValue.object(Map.of("7", JsonValue.of(101))))),
                broken("a fraction of a bias", "logit_bias", b -> b.logitBias(7, 0.5)),
                broken("logprobs below its range", "logprobs", b -> b.logprobs(-1)),
                broken("logprobs above its range", "logprobs", b -> b.logprobs(6)),
                broken("max_tokens below its range", "max_tokens", b -> b.maxTokens(-1)),
                broken("n above its range", "n", b -> b.n(129)),
                broken("presence_penalty below its range", "presence_penalty", b -> b.presencePenalty(-2.1)),
                broken("presence_penalty above its range", "presence_penalty", b -> b.presencePenalty(2.1)),
                broken("no stop", "stop", b -> b.stop(List.of())),
                broken("five stops", "stop", b -> b.stop("1", "2", "3", "4", "5")),
                broken("temperature below its range", "temperature", b -> b.temperature(-0.1)),
                broken("temperature above its range", "temperature", b -> b.temperature(2.1)),
                broken("top_p below its range", "top_p", b -> b.topP(-0.1)),
                broken("top_p above its range", "top_p", b -> b.topP(1.1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("openAisRules")
    void rejectsWhatOpenAiRejects(String name, String field, Change change) {
        CompletionRequest request = request(change);

        assertThat(fields(complete(ServerProfile.openAi(), request))).containsExactly(field);
        assertThat(fields(complete(ServerProfile.azure(), request))).containsExactly(field);
        assertThat(transport.exchanges()).isZero();
    }

    static Stream<Arguments> endsOfOpenAisRanges() {
        return Stream.of(
                kept(
                        "the lower",
                        b -> b.bestOf(0)
                                .frequencyPenalty(-2)
                                .logitBias(7, -100)
                                .logprobs(0)
                                .maxTokens(0)
                                .presencePenalty(-2)
                                .stop("1")
                                .temperature(0)
                                .topP(0)),
                kept(
                        "the upper",
                        b -> b.bestOf(20)
                                .n(20)
                                .frequencyPenalty(2)
                                .logitBias(7, 100)
                                .logprobs(5)
                                .maxTokens(Integer.MAX_VALUE)
                                .presencePenalty(2)
                                .stop("1", "2", "3", "4")
                                .temperature(2)
                                .topP(1)),
                kept("the upper of n", b -> b.n(128)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endsOfOpenAisRanges")
    void acceptsTheEndsOfOpenAisRanges(String name, Change change) {
        assertThat(fields(complete(ServerProfile.openAi(), request(change)))).isEmpty();
    }

    @Test
    void reportsAllViolationsWithFieldRuleValueAndRemedy() {
        CompletionRequest request = CompletionRequest.builder()
                .model("m")
                .prompt(Prompt.ofTokens())
                .n(3)
                .bestOf(2)
                .temperature(2.5)
                .logitBias(7, 101)
                .logitBias(8, -200)
                .build();

        InvalidRequestException failure = failure(complete(ServerProfile.openAi(), request));

        assertThat(failure.violations())
                .extracting(Violation::field, Violation::rule, Violation::value)
                .containsExactly(
                        tuple("prompt", "must have at least one token", "an empty list"),
                        tuple("logit_bias", "must be a whole number, -100 to 100", "101.0 for the token 7"),
                        tuple("logit_bias", "must be a whole number, -100 to 100", "-200.0 for the token 8"),
                        tuple("temperature", "must be 0 to 2", "2.5"),
                        tuple("best_of", "must be at least n, which is 3", "2"));
        assertThat(failure.violations())
                .allSatisfy(each -> assertThat(each.remedy()).isNotBlank());
        assertThat(failure).hasMessageContaining("OpenAI");
        failure.violations().forEach(each -> assertThat(failure).hasMessageContaining(each.toString()));
        assertThat(failure.response()).isNull();
        assertThat(failure.partial()).isNull();
    }

    @Test
    void rejectsBestOfInOpenAiStreams() {
        CompletionRequest request = request(b -> b.bestOf(2));

        assertThat(fields(stream(ServerProfile.openAi(), request))).containsExactly("best_of");
        assertThat(fields(complete(ServerProfile.openAi(), request))).isEmpty();
    }

    @Test
    void rejectsAnAdditionalPropertyInStreams() {
        CompletionRequest request = request(b -> b.additionalProperty("prompt_logprobs", JsonValue.of(1)));

        assertThat(fields(stream(ServerProfile.vllm(), request))).containsExactly("prompt_logprobs");
        assertThat(fields(complete(ServerProfile.vllm(), request))).isEmpty();
    }

    @Test
    void checksStreamOptionsInStreamsOnly() {
        CompletionRequest request = request(b -> b.streamOptions(StreamOptions.builder()
                .additionalProperty("x", JsonValue.of("\uD83D"))
                .build()));

        assertThat(fields(stream(ServerProfile.openAi(), request))).containsExactly("stream_options.x");
        assertThat(fields(complete(ServerProfile.openAi(), request))).isEmpty();
    }

    /** A value that is too deep to be traversed must not be traversed by any check. */
    @Test
    void rejectsAStreamOptionThatNestsTooDeep() {
        for (int depth : List.of(65, 20_000)) {
            CompletionRequest request = request(b -> b.streamOptions(StreamOptions.builder()
                    .additionalProperty("x", nested(depth))
                    .build()));

            assertThat(fields(stream(ServerProfile.openAi(), request))).containsExactly("stream_options.x");
        }
    }

    @Test
    void doesNotRevealTheCallersTexts() {
        CompletionRequest request = CompletionRequest.builder()
                .model("secret\uD83D")
                .prompt(Prompt.ofTexts("secret\uD83D"))
                .suffix("secret\uD83D")
                .stop("secret\uD83D", "2", "3", "4", "5")
                .user("secret\uD83D")
                .additionalProperty("x", JsonValue.of("secret\uD83D"))
                .build();

        InvalidRequestException failure = failure(complete(ServerProfile.ollama(), request));

        assertThat(fields(failure)).containsExactly("model", "prompt", "prompt", "stop", "suffix", "user", "x");
        assertThat(failure).hasMessageNotContaining("secret");
    }

    @Test
    void checksAStreamOnSubscription() {
        try (CompletionsClient client = client(ServerProfile.compatible())) {
            RecordingSubscriber subscriber = new RecordingSubscriber(1);

            client.stream(request(b -> b.n(-1))).subscribe(subscriber);

            assertThat(subscriber.failure()).isInstanceOf(InvalidRequestException.class);
            assertThat(transport.exchanges()).isZero();
        }
    }

    private CompletionsClient client(ServerProfile profile) {
        return CompletionsClient.builder().transport(transport).profile(profile).build();
    }

    private CompletableFuture<?> complete(ServerProfile profile, CompletionRequest request) {
        return client(profile).complete(request);
    }

    private CompletableFuture<?> stream(ServerProfile profile, CompletionRequest request) {
        return client(profile).stream(request).collect();
    }

    private static CompletionRequest request(Change change) {
        return change.apply(Wire.REQUEST.toBuilder()).build();
    }

    private static List<String> fields(CompletableFuture<?> future) {
        return future.isCompletedExceptionally() ? fields(failure(future)) : List.of();
    }

    private static List<String> fields(InvalidRequestException failure) {
        return failure.violations().stream().map(Violation::field).toList();
    }

    private static InvalidRequestException failure(CompletableFuture<?> future) {
        return Failed.with(InvalidRequestException.class, future);
    }
}
