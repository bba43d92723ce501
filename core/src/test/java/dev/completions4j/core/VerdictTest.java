// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.InvalidRequestException.Violation;
import dev.completions4j.JsonValue;
import dev.completions4j.Prompt;
import dev.completions4j.ServerProfile;
import dev.completions4j.ServerProfile.Range;
import dev.completions4j.ServerProfile.Rule;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests properties that a server ignores or rejects, and rules about several properties. */
class VerdictTest {

    private static final ServerProfile IGNORING = ServerProfile.builder("careless")
            .ignore(
                    "best_of",
                    "echo",
                    "frequency_penalty",
                    "logit_bias",
                    "logprobs",
                    "min_p",
                    "n",
                    "presence_penalty",
                    "raw",
                    "stop",
                    "suffix")
            .build();

    private final FakeTransport transport = new FakeTransport();

    @AfterEach
    void closeTransport() {
        transport.close();
    }

    private interface Change extends UnaryOperator<CompletionRequest.Builder> {}

    private static Arguments value(String name, Change change) {
        return Arguments.of(name, change);
    }

    private static Change raw(JsonValue value) {
        return b -> b.additionalProperty("raw", value);
    }

    static Stream<Arguments> whatRequestsNothing() {
        return Stream.of(
                value("echo of false", b -> b.echo(false)),
                value("false", raw(JsonValue.of(false))),
                value("null", raw(JsonValue.nullValue())),
                value("an empty text", raw(JsonValue.of(""))),
                value("an empty list", raw(JsonValue.array(List.of()))),
                value("an empty object", raw(JsonValue.object(Map.of()))),
                value("an empty suffix", b -> b.suffix("")),
                value("no stops", b -> b.stop(List.of())),
                value("no biases", b -> b.logitBias(Map.of())),
                value("one choice", b -> b.n(1)),
                value("the best of one", b -> b.bestOf(1)),
                value("the best of one, for one choice", b -> b.bestOf(1).n(1)),
                value("no penalty for frequency", b -> b.frequencyPenalty(0)),
                value("no penalty for presence", b -> b.presencePenalty(-0.0)),
                value("no minimum", b -> b.additionalProperty("min_p", JsonValue.of(0.0))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatRequestsNothing")
    void sendsAnIgnoredPropertyThatRequestsNothing(String name, Change change) {
        assertThat(fields(IGNORING, change)).isEmpty();
        assertThat(streamedFields(IGNORING, change)).isEmpty();
    }

    static Stream<Arguments> whatRequestsSomething() {
        return Stream.of(
                value("echo", b -> b.echo(true)),
                value("raw", raw(JsonValue.of(true))),
                value("raw", raw(JsonValue.of(0))),
                value("raw", raw(JsonValue.of(" "))),
                value("raw", raw(JsonValue.array(List.of(JsonValue.of(false))))),
                value("suffix", b -> b.suffix("s")),
                value("stop", b -> b.stop("")),
                value("logit_bias", b -> b.logitBias(1, 0)),
                value("logprobs", b -> b.logprobs(0)),
                value("n", b -> b.n(2)),
                value("best_of", b -> b.bestOf(2)),
                value("min_p", b -> b.additionalProperty("min_p", JsonValue.of(0.1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatRequestsSomething")
    void rejectsAnIgnoredPropertyThatRequestsSomething(String field, Change change) {
        assertThat(fields(IGNORING, change)).containsExactly(field);
        assertThat(streamedFields(IGNORING, change)).containsExactly(field);
        assertThat(transport.exchanges()).isZero();
    }

    @Test
    void bestOfEqualToNRequestsNothing() {
        ServerProfile profile =
                ServerProfile.builder("careless").ignore("best_of").build();

        assertThat(fields(profile, b -> b.n(3).bestOf(3))).isEmpty();
        assertThat(fields(
                        profile, b -> b.additionalProperty("n", JsonValue.of(3)).bestOf(3)))
                .isEmpty();
        assertThat(fields(profile, b -> b.n(3).bestOf(4))).containsExactly("best_of");
    }

    @Test
    void anIgnoredPropertyBreaksNoRule() {
        ServerProfile profile = ServerProfile.builder("careless")
                .rule(Rule.atLeast("best_of", "n"))
                .rule(Rule.notWith("echo", "suffix"))
                .ignore("best_of", "echo")
                .build();

        assertThat(fields(profile, b -> b.n(2).bestOf(1))).isEmpty();
        assertThat(fields(profile, b -> b.echo(true).suffix("s"))).containsExactly("echo");
    }

    @Test
    void namesTheIgnoredPropertyAndTheRemedy() {
        Violation violation =
                violations(ServerProfile.llamaCpp(), b -> b.echo(true)).get(0);

        assertThat(violation)
                .hasToString("echo is ignored by this server: leave it out, or send it anyway with a profile from"
                        + " toBuilder().accept(\"echo\")");
        assertThat(fields(ServerProfile.llamaCpp().toBuilder().accept("echo").build(), b -> b.echo(true)))
                .isEmpty();
        assertThat(transport.exchanges()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, true"})
    void rejectsARejectedPropertyEvenWithItsDefaultUnlessFalse(boolean value, boolean refused) {
        ServerProfile profile =
                ServerProfile.builder("mine").reject("n", "echo").build();

        assertThat(fields(profile, b -> b.echo(value))).isEqualTo(refused ? List.of("echo") : List.of());
        assertThat(fields(profile, b -> b.n(1))).containsExactly("n");
    }

    @Test
    void doesNotRevealTheTextOfAnIgnoredProperty() {
        assertThat(violations(IGNORING, b -> b.suffix("secret")).toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "0, , false, max_tokens",
        "0, false, false, max_tokens",
        "0, true, false, ",
        "0, true, true, ",
        "1, , false, ",
        "-1, true, false, max_tokens"
    })
    void vllmAcceptsZeroTokensOnlyWithEcho(int maxTokens, Boolean echo, boolean streamed, String field) {
        Change change = b -> b.maxTokens(maxTokens).echo(echo);

        assertThat(streamed ? streamedFields(ServerProfile.vllm(), change) : fields(ServerProfile.vllm(), change))
                .isEqualTo(field == null ? List.of() : List.of(field));
    }

    @Test
    void vllmAllowsBeamSearchAtZeroTemperatureButNotInStreams() {
        Change greedy = b -> b.n(2).temperature(0);
        Change beams = b -> greedy.apply(b).additionalProperty("use_beam_search", JsonValue.of(true));
        Change noBeams = b -> greedy.apply(b).additionalProperty("use_beam_search", JsonValue.of(false));

        assertThat(violations(ServerProfile.vllm(), greedy))
                .extracting(Violation::toString)
                .containsExactly(
                        "n must be 1 if temperature is 0 unless use_beam_search is set, but is 2: set it so, or"
                                + " leave it out");
        assertThat(fields(ServerProfile.vllm(), noBeams)).containsExactly("n");
        assertThat(fields(ServerProfile.vllm(), b -> b.n(2).temperature(0.1))).isEmpty();
        assertThat(fields(ServerProfile.vllm(), b -> b.n(2))).isEmpty();
        assertThat(fields(ServerProfile.vllm(), beams)).isEmpty();
        assertThat(streamedFields(ServerProfile.vllm(), beams)).containsExactly("use_beam_search");
    }

    @Test
    void vllmSupportsSuffixDependingOnItsModel() {
        Change suffix = b -> b.suffix("s");

        assertThat(fields(ServerProfile.vllm(), suffix)).isEmpty();
        assertThat(fields(ServerProfile.vllm(), b -> b.suffix("s").echo(true))).containsExactly("suffix");
        assertThat(fields(ServerProfile.vllm(), b -> b.suffix("s").echo(false))).isEmpty();
        assertThat(fields(
                        ServerProfile.vllm(),
                        b -> b.suffix("s").additionalProperty("truncate_prompt_tokens", JsonValue.of(7))))
                .containsExactly("suffix");
        assertThat(fields(ServerProfile.vllm("0.30.0"), suffix)).containsExactly("suffix");
    }

    @Test
    void vllmDoesNotStreamPromptLogprobs() {
        CompletionRequest all = request(b -> b.additionalProperty("prompt_logprobs", JsonValue.of(-1)));

        assertThat(violations(client(ServerProfile.vllm()).stream(all).collect()))
                .extracting(Violation::toString)
                .containsExactly("prompt_logprobs must be 0 if stream is true, but is -1: set it so, or leave it out");
        assertThat(streamedFields(ServerProfile.vllm(), b -> b.additionalProperty("prompt_logprobs", JsonValue.of(0))))
                .isEmpty();
        assertThat(fields(ServerProfile.vllm(), b -> b.additionalProperty("prompt_logprobs", JsonValue.of(1))))
                .isEmpty();
    }

    @Test
    void vllmRequiresLogprobsForLogprobTokenIds() {
        Change ids = b -> b.additionalProperty("logprob_token_ids", JsonValue.array(List.of(JsonValue.of(7))));

        assertThat(violations(ServerProfile.vllm(), ids))
                .extracting(Violation::toString)
                .containsExactly("logprob_token_ids requires logprobs on this server: set logprobs, or"
                        + " leave out logprob_token_ids");
        assertThat(fields(ServerProfile.vllm(), b -> ids.apply(b).logprobs(0))).isEmpty();
        assertThat(fields(ServerProfile.vllm("0.25.0"), b -> ids.apply(b).logprobs(1)))
                .containsExactly("logprob_token_ids");
    }

    @Test
    void vllmRequiresTokenIdsAsKeysOfBiases() {
        assertThat(fields(ServerProfile.vllm(), b -> b.logitBias(-1, 1))).containsExactly("logit_bias");
        assertThat(fields(ServerProfile.vllm(), b -> b.logitBias(0, 1))).isEmpty();
        assertThat(fields(ServerProfile.compatible(), b -> b.logitBias(-1, 1))).isEmpty();
    }

    @Test
    void rulesApplyToTypedAndAdditionalProperties() {
        ServerProfile profile = ServerProfile.builder("mine")
                .rule(Rule.atMost("n", "top_k"))
                .rule(Rule.range("seed", Range.between(0, 7)).when("echo", Range.atLeast(1)))
                .rule(Rule.noEmptyText("stop"))
                .build();

        assertThat(violations(profile, b -> b.n(3).additionalProperty("top_k", JsonValue.of(2))))
                .extracting(Violation::toString)
                .containsExactly(
                        "n must be at most top_k, which is 2, but is 3: lower or leave out n, or change top_k");
        assertThat(fields(profile, b -> b.n(2).additionalProperty("top_k", JsonValue.of(2))))
                .isEmpty();
        assertThat(fields(profile, b -> b.n(3).additionalProperty("top_k", JsonValue.of("many"))))
                .isEmpty();
        assertThat(fields(profile, b -> b.seed(8L).additionalProperty("echo", JsonValue.of(true))))
                .containsExactly("seed");
        assertThat(fields(profile, b -> b.seed(8L).echo(false))).isEmpty();
        assertThat(fields(
                        profile,
                        b -> b.additionalProperty(
                                "stop", JsonValue.array(List.of(JsonValue.of("a"), JsonValue.of(""))))))
                .containsExactly("stop");
        assertThat(fields(profile, b -> b.additionalProperty("stop", JsonValue.of(""))))
                .containsExactly("stop");
    }

    @Test
    void rulesAcceptPropertiesThatAreNotSet() {
        assertThat(fields(ServerProfile.vllm(), b -> b.prompt(Prompt.ofTokens(1))))
                .isEmpty();
        assertThat(streamedFields(ServerProfile.vllm(), b -> b)).isEmpty();
    }

    private List<String> fields(ServerProfile profile, Change change) {
        return violations(profile, change).stream().map(Violation::field).toList();
    }

    private List<Violation> violations(ServerProfile profile, Change change) {
        return violations(client(profile).complete(request(change)));
    }

    private List<String> streamedFields(ServerProfile profile, Change change) {
        return violations(client(profile).stream(request(change)).collect()).stream()
                .map(Violation::field)
                .toList();
    }

    private CompletionsClient client(ServerProfile profile) {
        return CompletionsClient.builder().transport(transport).profile(profile).build();
    }

    private static CompletionRequest request(Change change) {
        return change.apply(Wire.REQUEST.toBuilder()).build();
    }

    /** Returns an empty list if the request was sent. */
    private static List<Violation> violations(CompletableFuture<?> future) {
        return future.isCompletedExceptionally()
                ? Failed.with(InvalidRequestException.class, future).violations()
                : List.of();
    }
}
