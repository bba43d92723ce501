// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.InvalidRequestException;
import dev.completions4j.InvalidRequestException.Violation;
import dev.completions4j.JsonValue;
import dev.completions4j.Prompt;
import dev.completions4j.ServerProfile;
import dev.completions4j.ServerProfile.PromptForm;
import dev.completions4j.ServerProfile.Range;
import dev.completions4j.ServerProfile.Rule;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.TransportRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the differences between server profiles, and how a client selects one. */
class ProfileTest {

    private static final Map<String, ServerProfile> PROFILES = Map.of(
            "compatible", ServerProfile.compatible(),
            "OpenAI", ServerProfile.openAi(),
            "Azure", ServerProfile.azure(),
            "vLLM", ServerProfile.vllm(),
            "llama.cpp", ServerProfile.llamaCpp(),
            "SGLang", ServerProfile.sglang(),
            "TGI", ServerProfile.tgi(),
            "Ollama", ServerProfile.ollama(),
            "DeepSeek", ServerProfile.deepSeek(),
            "LiteLLM", ServerProfile.liteLlm());

    private final FakeTransport transport = new FakeTransport();

    @AfterEach
    void closeTransport() {
        transport.close();
    }

    private interface Change extends UnaryOperator<CompletionRequest.Builder> {}

    private static Arguments refused(String field, Change change, String... profiles) {
        return Arguments.of(field, change, Set.of(profiles));
    }

    static Stream<Arguments> differences() {
        return Stream.of(
                refused("prompt", b -> b.prompt("a")),
                refused("prompt", b -> b.prompt(Prompt.ofTexts("a", "b")), "Ollama", "DeepSeek"),
                refused("prompt", b -> b.prompt(Prompt.ofTokens(1)), "TGI", "Ollama", "DeepSeek"),
                refused("prompt", b -> b.prompt(Prompt.ofTokenLists(new int[] {1})), "TGI", "Ollama", "DeepSeek"),
                refused("best_of", b -> b.bestOf(1)),
                refused("best_of", b -> b.bestOf(2), "vLLM", "llama.cpp", "SGLang", "TGI", "Ollama"),
                refused(
                        "best_of",
                        b -> b.bestOf(21),
                        "OpenAI",
                        "Azure",
                        "vLLM",
                        "llama.cpp",
                        "SGLang",
                        "TGI",
                        "Ollama"),
                refused("echo", b -> b.echo(true), "llama.cpp", "TGI", "Ollama"),
                refused("echo", b -> b.echo(false)),
                refused("suffix", b -> b.suffix("s"), "llama.cpp", "TGI"),
                refused("n", b -> b.n(1)),
                refused("n", b -> b.n(2), "TGI", "Ollama"),
                refused("n", b -> b.n(129), "OpenAI", "Azure", "TGI", "Ollama"),
                refused("n", b -> b.n(0), PROFILES.keySet().toArray(new String[0])),
                refused("n", b -> b.n(2).temperature(0), "vLLM", "TGI", "Ollama"),
                refused("max_tokens", b -> b.maxTokens(0), "vLLM", "SGLang"),
                refused("max_tokens", b -> b.maxTokens(-1), "OpenAI", "Azure", "vLLM", "SGLang"),
                refused("max_tokens", b -> b.maxTokens(-2), "OpenAI", "Azure", "vLLM", "llama.cpp", "SGLang"),
                refused("logprobs", b -> b.logprobs(-1), "OpenAI", "Azure", "TGI", "Ollama", "DeepSeek"),
                refused("logprobs", b -> b.logprobs(-2), "OpenAI", "Azure", "vLLM", "TGI", "Ollama", "DeepSeek"),
                refused("logprobs", b -> b.logprobs(6), "OpenAI", "Azure", "TGI", "Ollama"),
                refused("logprobs", b -> b.logprobs(21), "OpenAI", "Azure", "TGI", "Ollama", "DeepSeek"),
                refused("stop", b -> b.stop("1", "2", "3", "4", "5"), "OpenAI", "Azure", "vLLM"),
                refused("stop", b -> b.stop("1", ""), "vLLM"),
                refused(
                        "stop",
                        b -> b.stop(Stream.generate(() -> "s").limit(17).toList()),
                        "OpenAI",
                        "Azure",
                        "vLLM",
                        "DeepSeek"),
                refused("logit_bias", b -> b.logitBias(1, 101), "OpenAI", "Azure", "TGI", "Ollama"),
                refused(
                        "logit_bias",
                        b -> b.additionalProperty("logit_bias", JsonValue.object(Map.of("sea", JsonValue.of(1)))),
                        "vLLM",
                        "SGLang",
                        "TGI",
                        "Ollama"),
                refused("temperature", b -> b.temperature(2.5), "OpenAI", "Azure", "vLLM", "DeepSeek"),
                refused("temperature", b -> b.temperature(-1), "OpenAI", "Azure", "vLLM", "SGLang", "DeepSeek"),
                refused("top_p", b -> b.topP(1.5), "OpenAI", "Azure", "vLLM", "SGLang", "DeepSeek"),
                refused("top_p", b -> b.topP(0), "vLLM", "SGLang"),
                refused(
                        "frequency_penalty",
                        b -> b.frequencyPenalty(3),
                        "OpenAI",
                        "Azure",
                        "vLLM",
                        "SGLang",
                        "DeepSeek"),
                refused(
                        "presence_penalty",
                        b -> b.presencePenalty(3),
                        "OpenAI",
                        "Azure",
                        "vLLM",
                        "SGLang",
                        "TGI",
                        "DeepSeek"),
                number("top_k", 40, "TGI", "Ollama"),
                number("top_k", -1, "TGI", "Ollama"),
                number("top_k", -2, "vLLM", "SGLang", "TGI", "Ollama"),
                number("min_p", 0, new String[0]),
                number("min_p", 1.1, "vLLM", "SGLang", "TGI", "Ollama"),
                number("repetition_penalty", 0, "vLLM", "SGLang"),
                number("repetition_penalty", 2.1, "SGLang"),
                number("min_tokens", 17, new String[0]),
                refused(
                        "min_tokens",
                        b -> b.maxTokens(16).additionalProperty("min_tokens", JsonValue.of(17)),
                        "vLLM",
                        "SGLang"),
                number("repeat_penalty", 0, "llama.cpp"),
                number("repeat_last_n", -1, "llama.cpp"),
                number("dry_penalty_last_n", -1, "llama.cpp"),
                refused("cache_salt", b -> b.additionalProperty("cache_salt", JsonValue.of("")), "vLLM"),
                refused(
                        "bad_words",
                        b -> b.additionalProperty("bad_words", JsonValue.array(List.of(JsonValue.of("")))),
                        "vLLM"),
                number("prompt_logprobs", -2, "vLLM"));
    }

    private static Arguments number(String field, double number, String... profiles) {
        return refused(field, b -> b.additionalProperty(field, JsonValue.of(number)), profiles);
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("differences")
    void rejectsExactlyWhatItsServerRejects(String field, Change change, Set<String> refusing) {
        CompletionRequest request = change.apply(Wire.REQUEST.toBuilder()).build();
        Set<String> refused = new TreeSet<>();

        PROFILES.forEach((name, profile) -> {
            List<String> fields = violatedFields(CompletionsClient.builder().profile(profile), request);
            if (!fields.isEmpty()) {
                assertThat(fields).containsOnly(field);
                refused.add(name);
            }
        });

        assertThat(refused).isEqualTo(new TreeSet<>(refusing));
    }

    /** Of the others, some ignore the property, and the rest do not say what they do with it. */
    @Test
    void onlyTheServersThatCheckBestOfRefuseLessThanN() {
        CompletionRequest request = Wire.REQUEST.toBuilder().n(2).bestOf(1).build();
        Set<String> refused = new TreeSet<>();

        PROFILES.forEach((name, profile) -> {
            if (violatedFields(CompletionsClient.builder().profile(profile), request)
                    .contains("best_of")) {
                refused.add(name);
            }
        });

        assertThat(refused).containsExactly("Azure", "OpenAI");
        assertThat(violatedFields(CompletionsClient.builder().profile(ServerProfile.vllm("0.11.0")), request))
                .containsExactly("best_of");
    }

    @Test
    void hasAName() {
        PROFILES.forEach((name, profile) -> assertThat(profile.name()).isEqualTo(name));
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com, true",
        "https://API.OpenAI.com/v1, true",
        "https://eu.api.openai.com/v1, true",
        "https://res.openai.azure.com/openai/v1, true",
        "http://localhost:8000/v1, false",
        "https://api.openai.com.example.org/v1, false",
        "https://notapi.openai.com/v1, false",
    })
    void theHostDeterminesWhetherOpenAisLimitsApply(String baseUrl, boolean strict) {
        CompletionRequest request = Wire.REQUEST.toBuilder().logprobs(6).build();

        assertThat(violatedFields(CompletionsClient.builder().baseUrl(baseUrl), request))
                .isEqualTo(strict ? List.of("logprobs") : List.of());
    }

    @Test
    void openAisLimitsApplyIfNoBaseUrlIsSet() {
        CompletionRequest request = Wire.REQUEST.toBuilder().logprobs(6).build();

        assertThat(violatedFields(CompletionsClient.builder(), request)).containsExactly("logprobs");
    }

    @Test
    void anExplicitProfileAppliesToAnyHost() {
        CompletionRequest request = Wire.REQUEST.toBuilder().logprobs(6).build();

        assertThat(violatedFields(CompletionsClient.builder().profile(ServerProfile.compatible()), request))
                .isEmpty();
        assertThat(violatedFields(
                        CompletionsClient.builder()
                                .profile(ServerProfile.openAi())
                                .baseUrl("http://localhost"),
                        request))
                .containsExactly("logprobs");
    }

    @ParameterizedTest
    @CsvSource({
        "DeepSeek, https://api.deepseek.com, https://api.deepseek.com/beta/completions",
        "DeepSeek, https://api.deepseek.com/, https://api.deepseek.com/beta/completions",
        "DeepSeek, https://api.deepseek.com/v1, https://api.deepseek.com/v1/completions",
        "Azure, https://res.example.com, https://res.example.com/openai/v1/completions",
        "vLLM, http://localhost:8000, http://localhost:8000/v1/completions",
    })
    void itsPathReplacesAMissingOne(String profile, String baseUrl, String expected) {
        var unused = send(
                CompletionsClient.builder()
                        .profile(Objects.requireNonNull(PROFILES.get(profile)))
                        .baseUrl(baseUrl),
                Wire.REQUEST);

        assertThat(transport.next().request().uri()).hasToString(expected);
    }

    @Test
    void azureHasItsOwnKeyHeader() {
        var unused = send(
                CompletionsClient.builder()
                        .baseUrl("https://res.openai.azure.com")
                        .apiKey("k"),
                Wire.REQUEST);

        HttpHeaders headers = transport.next().request().headers();
        assertThat(headers.all("api-key")).containsExactly("k");
        assertThat(headers.first("Authorization")).isNull();
    }

    @Test
    void aCustomProfileHasRulesForAnyProperty() {
        ServerProfile profile = ServerProfile.vllm().toBuilder()
                .name("mine")
                .promptForms(PromptForm.TOKENS)
                .range("top_k", Range.between(1, 100).wholeNumbers())
                .range("stop_token_ids", Range.atMost(2))
                .reject("min_p", "raw")
                .build();
        CompletionRequest request = CompletionRequest.builder()
                .model("m")
                .prompt(Prompt.ofTokens(1))
                .bestOf(2)
                .additionalProperty("top_k", JsonValue.of(1.5))
                .additionalProperty(
                        "stop_token_ids", JsonValue.array(List.of(JsonValue.of(1), JsonValue.of(2), JsonValue.of(3))))
                .additionalProperty("min_p", JsonValue.of(0.1))
                .additionalProperty("raw", JsonValue.of(false))
                .build();

        assertThat(violatedFields(CompletionsClient.builder().profile(profile), request))
                .containsExactly("best_of", "top_k", "stop_token_ids", "min_p");
    }

    @Test
    void aCustomProfileHasAPathAndAKeyHeader() {
        ServerProfile profile =
                ServerProfile.builder("mine").path("").apiKeyHeader("X-Key").build();

        var unused = send(
                CompletionsClient.builder()
                        .profile(profile)
                        .baseUrl("http://localhost")
                        .apiKey("k"),
                Wire.REQUEST);

        TransportRequest request = transport.next().request();
        assertThat(request.uri()).hasToString("http://localhost/completions");
        assertThat(request.headers().all("X-Key")).containsExactly("k");
    }

    @Test
    void profilesAreEqualByValue() {
        ServerProfile profile = ServerProfile.vllm();

        assertThat(profile.toBuilder().build()).isEqualTo(profile).hasSameHashCodeAs(profile);
        assertThat(profile.toBuilder().range("n", Range.atLeast(2)).build()).isNotEqualTo(profile);
        assertThat(profile.toBuilder().reject("n").build()).isNotEqualTo(profile);
        assertThat(profile.toBuilder().ignore("n").build()).isNotEqualTo(profile);
        assertThat(profile.toBuilder().accept("n").build()).isNotEqualTo(profile);
        assertThat(profile.toBuilder().rejectInStreams("n").build()).isNotEqualTo(profile);
        assertThat(profile.toBuilder().rule(Rule.atMost("n", "best_of")).build())
                .isNotEqualTo(profile);
        assertThat(profile.toBuilder().tokenizer(null).build()).isNotEqualTo(profile);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2, false, 0 to 2",
        "-2, 2.5, false, -2 to 2.5",
        "1, , true, 'a whole number, at least 1'",
        ", 100, false, at most 100",
        ", , false, any number",
        ", , true, a whole number",
    })
    void aRangeHasADescription(@Nullable BigDecimal min, @Nullable BigDecimal max, boolean whole, String words) {
        assertThat(new Range(min, max, whole)).hasToString(words);
    }

    @Test
    void aRangeWithAnExcludedLowerBoundHasADescription() {
        assertThat(Range.greaterThan(0)).hasToString("greater than 0");
        assertThat(Range.greaterThan(0).upTo(1)).hasToString("greater than 0 and at most 1");
        assertThat(Range.greaterThan(0).wholeNumbers()).hasToString("a whole number, greater than 0");
        assertThat(Range.between(1, 1)).hasToString("1");
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "0, false", "0.001, true", "1, true", "1.001, false"})
    void aRangeMayExcludeItsLowerBound(BigDecimal number, boolean contained) {
        assertThat(Range.greaterThan(0).upTo(1).contains(number)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "/v1/", "/"})
    void rejectsAnInvalidPath(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerProfile.builder("mine").path(path).build())
                .withMessageStartingWith("path ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "Host"})
    void rejectsAnInvalidKeyHeader(String header) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ServerProfile.builder("mine").apiKeyHeader(header).build())
                .withMessageContaining("header");
    }

    private CompletableFuture<?> send(CompletionsClient.Builder builder, CompletionRequest request) {
        return builder.transport(transport).build().complete(request);
    }

    /** Returns an empty list if the request was sent. */
    private List<String> violatedFields(CompletionsClient.Builder builder, CompletionRequest request) {
        CompletableFuture<?> future = send(builder, request);
        if (!future.isDone()) {
            return List.of();
        }
        return Failed.with(InvalidRequestException.class, future).violations().stream()
                .map(Violation::field)
                .toList();
    }
}
