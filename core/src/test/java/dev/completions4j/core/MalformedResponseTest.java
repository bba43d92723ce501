// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.completions4j.ApiException;
import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.FinishReason;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.Prompt;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests responses that violate the API's contract, streamed and not: both report the same failure. */
class MalformedResponseTest {

    /** Contains every documented property once. */
    private static final String EVERYTHING = """
            {"id": "c", "object": "text_completion", "created": 1, "model": "m", "system_fingerprint": "f", "x": [1.5],\
             "choices": [{"index": 0, "text": "a\\n\\u00e9", "finish_reason": "stop", "stop_reason": null, "logprobs":\
             {"tokens": ["a"], "token_logprobs": [-0.5], "text_offset": [0], "top_logprobs": [{"a": -0.5}]}}],\
             "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3, "completion_tokens_details":\
             {"accepted_prediction_tokens": 1, "rejected_prediction_tokens": 1, "audio_tokens": 1,\
             "reasoning_tokens": 1, "text_tokens": 1}, "prompt_tokens_details": {"audio_tokens": 1,\
             "cached_tokens": 1, "text_tokens": 1, "image_tokens": 1, "cache_write_tokens": 1}}}""";

    private final FakeTransport transport = new FakeTransport();
    private final CompletionsClient client = Wire.client(transport);

    @AfterEach
    void closeClient() {
        client.close();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("{\"choices\": null}", "It has no choices"),
                Arguments.of("{\"choices\": true}", "choices should be an array but is true or false"),
                Arguments.of("{\"choices\": 1}", "choices should be an array but is a number"),
                Arguments.of("{\"choices\": \"text\"}", "choices should be an array but is a string"),
                Arguments.of("{\"choices\": {}}", "choices should be an array but is an object"),
                Arguments.of("{\"choices\": [[]]}", "A choice should be an object but is an array"),
                Arguments.of("{\"choices\": [{}]}", "A choice has no index"),
                Arguments.of("{\"choices\": [{\"index\": null}]}", "A choice has no index"),
                Arguments.of("{\"choices\": [{\"index\": \"0\"}]}", "index should be a number but is a string"),
                Arguments.of("{\"choices\": [{\"index\": 0.5}]}", "index should be a whole number"),
                Arguments.of("{\"choices\": [{\"index\": 2147483648}]}", "A choice's index is 2147483648"),
                Arguments.of("{\"choices\": [{\"index\": 128}]}", "A choice's index is 128"),
                Arguments.of(
                        "{\"choices\": [" + "{\"index\": 0},".repeat(128) + "{\"index\": 0}]}",
                        "choices, and more than were requested"),
                Arguments.of(
                        "{\"choices\": [{\"index\": 0, \"delta\": {\"content\": \"Hi\"}}]}",
                        "the format of chat completions"),
                Arguments.of(
                        "{\"choices\": [{\"index\": 0, \"text\": null, \"message\": {\"content\": \"Hi\"}}]}",
                        "the format of chat completions"),
                Arguments.of("{\"choices\": [{\"index\": 1e30}]}", "out of range"),
                Arguments.of("{\"choices\": [{\"index\": 1e999}]}", "out of range"),
                Arguments.of("{\"created\": 9223372036854775808, \"choices\": []}", "out of range"),
                Arguments.of("{\"x\": 1e99999999999, \"choices\": []}", "An exponent has more digits than can be read"),
                Arguments.of("{\"error\": {\"code\": 1e99999999999}}", "An exponent has more digits than can be read"),
                Arguments.of("{\"x\": NaN, \"choices\": []}", "is not a number in JSON"),
                Arguments.of("{\"x\": -Infinity, \"choices\": []}", "is not a number in JSON"),
                Arguments.of("{\"x\": 01, \"choices\": []}", "a syntax error at line 1, column "),
                Arguments.of("{\"x\": \"\\ud83\", \"choices\": []}", "a syntax error at line 1, column "),
                Arguments.of("{\"x\": 1 \uFEFF, \"choices\": []}", "a syntax error at line 1, column "),
                Arguments.of("{'choices': []}", "a syntax error at line 1, column "),
                Arguments.of("{\"choices\": []} x", "a syntax error at line 1, column "),
                Arguments.of("{\"choices\": []} 1", "It has data after the object"),
                Arguments.of("{\"" + "n".repeat(1_000_000) + "\": 1}", "It is not valid JSON"),
                Arguments.of("{\"x\": " + "{\"x\":".repeat(10_000), "It is not valid JSON"),
                Arguments.of("{\"x\": " + "1".repeat(1_000_000) + ", \"choices\": []}", "It is not valid JSON"),
                Arguments.of(usage("{\"prompt_tokens\": 1.5}"), "prompt_tokens should be a whole number"),
                Arguments.of(usage("{\"prompt_tokens_details\": 1}"), "prompt_tokens_details should be an object"),
                Arguments.of(
                        usage("{\"prompt_tokens_details\": {\"cached_tokens\": \"1\"}}"),
                        "cached_tokens should be a number but is a string"),
                Arguments.of(usage("{\"prompt_tokens_details\": {\"cached_tokens\": 1e999999999}}"), "out of range"),
                Arguments.of(logprobs("1"), "logprobs should be an object"),
                Arguments.of(logprobs("{\"tokens\": {}}"), "tokens should be an array"),
                Arguments.of(logprobs("{\"token_logprobs\": [\"1\"]}"), "A log probability should be a number"),
                Arguments.of(logprobs("{\"token_logprobs\": [true]}"), "A log probability should be a number"),
                Arguments.of(logprobs("{\"token_logprobs\": [nan]}"), "a syntax error at line 1, column "),
                Arguments.of(logprobs("{\"text_offset\": [NaN]}"), "is not a number in JSON"),
                Arguments.of("{\"choices\": [{\"index\": NaN}]}", "is not a number in JSON"),
                Arguments.of("{\"created\": Infinity, \"choices\": []}", "is not a number in JSON"),
                Arguments.of("{\"x\": [Infinity], \"choices\": []}", "is not a number in JSON"),
                Arguments.of(usage("{\"prompt_tokens\": NaN}"), "is not a number in JSON"),
                Arguments.of("{\"error\": {\"code\": NaN}}", "is not a number in JSON"),
                Arguments.of(logprobs("{\"text_offset\": [0.5]}"), "An entry of text_offset should be a whole number"),
                Arguments.of(logprobs("{\"text_offset\": [2147483648]}"), "An entry of text_offset is 2147483648"),
                Arguments.of(logprobs("{\"top_logprobs\": [[]]}"), "An entry of top_logprobs should be an object"),
                Arguments.of(logprobs("{\"content\": [1]}"), "An entry of content should be an object"));
    }

    private static String usage(String json) {
        return "{\"choices\": [], \"usage\": " + json + "}";
    }

    private static String logprobs(String json) {
        return "{\"choices\": [{\"index\": 0, \"text\": \"\", \"logprobs\": " + json + "}]}";
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void isReported(String json, String problem) {
        assertReported(json, problem);
    }

    static Stream<String> documentedProperties() {
        return Stream.of(
                "\"id\": \"c\"",
                "\"object\": \"text_completion\"",
                "\"created\": 1",
                "\"model\": \"m\"",
                "\"system_fingerprint\": \"f\"",
                "\"choices\": [",
                "\"index\": 0",
                "\"text\": \"a",
                "\"finish_reason\": \"stop\"",
                "\"logprobs\": {",
                "\"tokens\": [\"a\"]",
                "\"token_logprobs\": [-0.5]",
                "\"text_offset\": [0]",
                "\"top_logprobs\": [",
                "\"usage\": {",
                "\"prompt_tokens\": 1",
                "\"completion_tokens\": 2",
                "\"total_tokens\": 3",
                "\"completion_tokens_details\": {",
                "\"accepted_prediction_tokens\": 1",
                "\"rejected_prediction_tokens\": 1",
                "\"reasoning_tokens\": 1",
                "\"prompt_tokens_details\": {",
                "\"cached_tokens\": 1",
                "\"image_tokens\": 1",
                "\"cache_write_tokens\": 1");
    }

    @ParameterizedTest
    @MethodSource("documentedProperties")
    void isReportedForADuplicateDocumentedProperty(String property) {
        String name = property.substring(0, property.indexOf(':'));
        assertThat(EVERYTHING).containsOnlyOnce(property);

        assertReported(
                EVERYTHING.replace(property, name + ": null, " + property), name.replace("\"", "") + " occurs twice");
    }

    @Test
    void isNotReportedForADuplicateUnknownProperty() {
        assertThat(complete("{\"x\": 1, \"x\": 2, \"choices\": []}")).isNull();
        assertThat(complete(logprobs("{\"tokens\": [\"a\"], \"top_logprobs\": [{\"a\": -1, \"a\": -2}]}")))
                .isNull();
    }

    /** Some servers split a text between the halves of a surrogate pair; concatenating the parts restores it. */
    @Test
    void isNotReportedForASurrogatePairInTwoChunks() {
        CompletableFuture<Completion> collected = client.stream(Wire.REQUEST).collect();
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.chunk(0, "\\ud83d") + Wire.lastChunk(0, "\\ude00") + Wire.DONE);

        assertThat(collected.join().text()).isEqualTo("😀");
    }

    @Test
    void isNotReportedForAByteOrderMark() {
        assertThat(complete("\uFEFF" + EVERYTHING)).isNull();
    }

    @Test
    void isNotReportedForAnErrorWithACodeOutOfRange() {
        assertThat(complete("{\"error\": {\"message\": \"m\", \"code\": 1e999999999}}"))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        error -> assertThat(error.error().code()).isEqualTo("1E+999999999"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"index\": null"})
    void isReportedForAMissingIndexIfSeveralChoicesWereRequested(String index) {
        String json = "{\"choices\": [{\"text\": \"a\"" + index + "}]}";
        List<CompletionRequest> several = List.of(
                Wire.REQUEST.toBuilder().n(2).build(),
                Wire.REQUEST.toBuilder().bestOf(2).build(),
                Wire.REQUEST.toBuilder().prompt(Prompt.ofTexts("p", "q")).build());

        for (CompletionRequest request : several) {
            CompletableFuture<Completion> whole = client.complete(request);
            Wire.answer(transport.next(), 200, json);
            CompletableFuture<Completion> streamed = client.stream(request).collect();
            FakeExchange exchange = transport.next();
            Wire.beginStream(exchange);
            exchange.data(Wire.event(json));

            for (CompletableFuture<?> each : List.of(whole, streamed)) {
                assertThat(failureOf(each))
                        .isInstanceOf(MalformedResponseException.class)
                        .hasMessageContaining("A choice has no index");
            }
        }
    }

    /** OpenRouter omits the index. */
    @ParameterizedTest
    @ValueSource(strings = {"", ", \"index\": null"})
    void isNotReportedForAMissingIndexOfTheOnlyChoice(String index) {
        String json = "{\"choices\": [{\"text\": \"a\"" + index + ", \"finish_reason\": null}]}";
        CompletableFuture<Completion> whole = client.complete(Wire.REQUEST);
        Wire.answer(transport.next(), 200, json);
        CompletableFuture<Completion> streamed = client.stream(Wire.REQUEST).collect();
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.event(json).repeat(3));
        exchange.data(Wire.event(json.replace("null}", "\"stop\"}")) + Wire.DONE);

        assertThat(whole.join().choices()).containsExactly(new Choice(0, "a", null));
        assertThat(streamed.join().choices()).containsExactly(new Choice(0, "aaaa", FinishReason.STOP));
    }

    @Test
    void isReportedWithAnExcerpt() {
        Throwable failure = complete("{\"choices\": 1, \"x\": \"" + "y".repeat(100_000));

        assertThat(failure).isInstanceOfSatisfying(MalformedResponseException.class, malformed -> {
            assertThat(malformed).hasMessageEndingWith(". It begins: {\"choices\": 1, \"***\": \"***\"");
            assertThat(malformed.excerpt())
                    .startsWith("{\"choices\": 1, \"x\": \"yyyy")
                    .hasSize(8192);
        });
        assertThat(complete("<p>" + "y".repeat(100_000)))
                .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                .contains("It begins: <p>yyyy")
                .hasSizeLessThan(1300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "He said \"my secret text\" and",
                "\", secret",
                "\", 'secret",
                "\": secret",
                "a\nsecret",
                "\\secret",
                "\"}]}secret",
            })
    void isReportedWithoutATextThatIsNotEscaped(String text) {
        for (String json : List.of(
                "{\"choices\": [{\"index\": 0, \"text\": \"" + text + "\"}]}",
                "\uFEFF {\"choices\": [{\"index\": 0, \"text\": " + text + "}]}")) {
            for (Throwable failure : Arrays.asList(complete(json), stream(json))) {
                assertThat(failure)
                        .isInstanceOf(MalformedResponseException.class)
                        .hasMessageNotContaining("secret")
                        .hasNoCause();
            }
        }
    }

    @Test
    void isReportedTheSameWhereverItIsTruncated() {
        byte[] json = EVERYTHING.getBytes(UTF_8);

        for (int length = 0; length < json.length; length++) {
            assertThat(complete(Arrays.copyOf(json, length)))
                    .as("cut at %s", length)
                    .isInstanceOf(MalformedResponseException.class);
        }
        assertThat(complete(json)).isNull();
    }

    @ParameterizedTest
    @ValueSource(chars = {'{', '}', '[', ']', '"', '0', '9', '-', 'e', '.', ':', ',', 'n', '\\', '\0', 0xED, 0xFF})
    void isReportedTheSameWhicheverByteIsWrong(char wrong) {
        byte[] json = EVERYTHING.getBytes(UTF_8);

        for (int i = 0; i < json.length; i++) {
            byte[] damaged = json.clone();
            damaged[i] = (byte) wrong;
            Throwable failure = complete(damaged);
            if (failure != null) {
                assertThat(failure).as("byte %s", i).isInstanceOf(MalformedResponseException.class);
            }
        }
    }

    private void assertReported(String json, String problem) {
        assertThat(complete(json))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining(problem);
        assertThat(stream(json))
                .isInstanceOfSatisfying(
                        MalformedResponseException.class,
                        failure -> assertThat(partial(failure))
                                .extracting(Completion::text)
                                .isEqualTo("before"))
                .hasMessageContaining(problem);
    }

    private static Completion partial(CompletionsClientException failure) {
        return Objects.requireNonNull(failure.partial(), "partial");
    }

    private @Nullable Throwable complete(String json) {
        return complete(json.getBytes(UTF_8));
    }

    /** Returns the failure of the call; null if it succeeded. */
    private @Nullable Throwable complete(byte[] json) {
        CompletableFuture<Completion> future = client.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();
        exchange.head(200, "application/json");
        if (json.length > 0) {
            exchange.data(json);
        }
        exchange.complete();
        return failureOf(future);
    }

    private @Nullable Throwable stream(String json) {
        CompletableFuture<Completion> future = client.stream(Wire.REQUEST).collect();
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.chunk(0, "before") + Wire.event(json));
        return failureOf(future);
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> future) {
        CompletionException thrown = catchThrowableOfType(
                CompletionException.class,
                () -> future.copy().orTimeout(10, TimeUnit.SECONDS).join());
        return thrown == null ? null : thrown.getCause();
    }
}
