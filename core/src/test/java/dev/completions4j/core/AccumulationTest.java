// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.Prompt;
import dev.completions4j.TokenIds;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.Usage;
import dev.completions4j.extensions.AzureResults;
import dev.completions4j.extensions.LlamaCppResults;
import dev.completions4j.extensions.VllmResults;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that a stream's chunks accumulate to the completion that the server would have sent unstreamed. */
class AccumulationTest {

    private static final CompletionRequest TWO_OF_EACH = CompletionRequest.builder()
            .model("m")
            .prompt(Prompt.ofTexts("x", "y"))
            .n(2)
            .build();

    private final FakeTransport transport = new FakeTransport();
    private final CompletionsClient client = Wire.client(transport);

    @AfterEach
    void closeClient() {
        client.close();
    }

    /** A name, the unstreamed response, and the same response in chunks. */
    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("vLLM with token ids and logprobs", """
                        {"id": "c", "choices": [{"index": 0, "text": "a😀b", "finish_reason": "stop", "stop_reason": 2,
                          "token_ids": [1, 5, 2], "prompt_token_ids": [8, 9], "prompt_logprobs": null,
                          "logprobs": {"tokens": ["a", "😀", "b"], "token_logprobs": [-1, -9999.0, -3],
                            "text_offset": [0, 1, 2], "top_logprobs": [{"a": -1}, {"😀": -9999.0}, {"b": -3}]}}],
                         "usage": {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}}""", List.of("""
                        {"id": "c", "choices": [{"index": 0, "text": "a", "finish_reason": null, "stop_reason": null,
                          "token_ids": [1], "prompt_token_ids": [8, 9], "prompt_logprobs": null,
                          "logprobs": {"tokens": ["a"], "token_logprobs": [-1], "text_offset": [0],
                            "top_logprobs": [{"a": -1}]}}], "usage": null}""", """
                        {"id": "c", "choices": [{"index": 0, "text": "😀b", "finish_reason": "stop", "stop_reason": 2,
                          "token_ids": [5, 2], "prompt_token_ids": null,
                          "logprobs": {"tokens": ["😀", "b"], "token_logprobs": [-9999.0, -3], "text_offset": [1, 2],
                            "top_logprobs": [{"😀": -9999.0}, {"b": -3}]}}]}""", """
                        {"id": "c", "choices": [],
                         "usage": {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}}""")),
                Arguments.of("vLLM with the count so far in each chunk", """
                        {"choices": [{"index": 0, "text": "ab", "finish_reason": "stop"}],
                         "usage": {"prompt_tokens": 2, "completion_tokens": 2, "total_tokens": 4}}""", List.of("""
                        {"choices": [{"index": 0, "text": "a"}],
                         "usage": {"prompt_tokens": 2, "completion_tokens": 1, "total_tokens": 3}}""", """
                        {"choices": [{"index": 0, "text": "b", "finish_reason": "stop"}],
                         "usage": {"prompt_tokens": 2, "completion_tokens": 2, "total_tokens": 4}}""", """
                        {"choices": [],
                         "usage": {"prompt_tokens": 2, "completion_tokens": 2, "total_tokens": 4}}""")),
                Arguments.of("llama.cpp with chat logprobs and timings", """
                        {"id": "chatcmpl-1", "choices": [{"index": 0, "text": "ab", "finish_reason": "length",
                          "logprobs": {"content": [
                            {"id": 1, "token": "a", "bytes": [97], "logprob": -1, "top_logprobs": []},
                            {"id": 2, "token": "b", "bytes": [98], "logprob": -3.4028235e38, "top_logprobs": []}]}}],
                         "usage": {"prompt_tokens": 2, "completion_tokens": 2, "total_tokens": 4},
                         "timings": {"prompt_n": 2, "predicted_n": 2}}""", List.of("""
                        {"id": "chatcmpl-1", "choices": [{"index": 0, "text": "a", "finish_reason": null,
                          "logprobs": {"content": [
                            {"id": 1, "token": "a", "bytes": [97], "logprob": -1, "top_logprobs": []}]}}]}""", """
                        {"id": "chatcmpl-1", "choices": [{"index": 0, "text": "b", "finish_reason": null,
                          "logprobs": {"content": [
                            {"id": 2, "token": "b", "bytes": [98], "logprob": -3.4028235e38, "top_logprobs": []}]}}]}""", """
                        {"id": "chatcmpl-1", "choices": [{"index": 0, "text": "", "finish_reason": "length",
                          "logprobs": null}],
                         "usage": {"prompt_tokens": 2, "completion_tokens": 2, "total_tokens": 4},
                         "timings": {"prompt_n": 2, "predicted_n": 2}}""")),
                Arguments.of("SGLang with empty chunks", """
                        {"choices": [{"index": 0, "text": "a", "finish_reason": "stop", "matched_stop": "END"}],
                         "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}""", List.of("""
                        {"choices": [], "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}}""", """
                        {"choices": [{"index": 0, "text": "", "matched_stop": null}]}""", """
                        {"choices": [{"index": 0, "text": "a", "matched_stop": null}]}""", """
                        {"choices": [{"index": 0, "text": "", "finish_reason": "stop", "matched_stop": "END"}],
                         "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}""")),
                Arguments.of("Azure with content filters", """
                        {"prompt_filter_results": [{"prompt_index": 0, "content_filter_results": {}}],
                         "choices": [{"index": 0, "text": "ab", "finish_reason": "stop",
                           "content_filter_results": {"hate": {"filtered": false, "severity": "safe"}}}]}""", List.of("""
                        {"choices": [], "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": {}}]}""", """
                        {"choices": [{"index": 0, "text": "a", "content_filter_results": {}}]}""", """
                        {"choices": [{"index": 0, "text": "b", "finish_reason": "stop",
                           "content_filter_results": {"hate": {"filtered": false, "severity": "safe"}}}]}""")),
                Arguments.of("Ollama with zeros before the end", """
                        {"choices": [{"index": 0, "text": "ab", "finish_reason": "stop"}],
                         "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}}""", List.of("""
                        {"choices": [{"index": 0, "text": "a"}],
                         "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}}""", """
                        {"choices": [{"index": 0, "text": "b", "finish_reason": "stop"}],
                         "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}}""")),
                Arguments.of("OpenAI with padding", """
                        {"choices": [{"index": 0, "text": "ab", "finish_reason": "stop"}]}""", List.of("""
                        {"choices": [{"index": 0, "text": "a"}], "obfuscation": "xyz"}""", """
                        {"choices": [{"index": 0, "text": "b", "finish_reason": "stop"}], "obfuscation": "x"}""")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void accumulatesToTheUnstreamedCompletion(String name, String whole, List<String> chunks) {
        assertThat(collect(Wire.REQUEST, chunks))
                .usingRecursiveComparison()
                .ignoringFields("response")
                .isEqualTo(complete(Wire.REQUEST, whole));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void accumulatesInterleavedChoices(long seed) {
        List<List<String>> ofChoices = new ArrayList<>();
        List<String> whole = new ArrayList<>();
        for (int index = 0; index < 4; index++) {
            String text = "text of choice " + index;
            List<String> parts = new ArrayList<>();
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < text.length(); i++) {
                ids.add(String.valueOf((int) text.charAt(i)));
                parts.add(choice(index, text.substring(i, i + 1), ids.get(i), i + 1 == text.length()));
            }
            ofChoices.add(parts);
            whole.add(choice(index, text, String.join(", ", ids), true));
        }
        Collections.shuffle(whole, new Random(seed));

        Completion collected = collect(TWO_OF_EACH, interleaved(ofChoices, new Random(seed)));

        assertThat(collected)
                .usingRecursiveComparison()
                .ignoringFields("response")
                .isEqualTo(complete(TWO_OF_EACH, answer(String.join(", ", whole))));
        assertThat(collected.choices()).extracting(Choice::promptIndex).containsExactly(0, 0, 1, 1);
        assertThat(collected.choices()).extracting(Choice::index).containsExactly(0, 1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void accumulatesTextsOfAnyLengthInOrder(long seed) {
        Random random = new Random(seed);
        StringBuilder whole = new StringBuilder();
        List<String> chunks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String text = (i + " é ").repeat(random.nextBoolean() ? random.nextInt(4) : random.nextInt(200));
            whole.append(text);
            chunks.add(answer(choice(0, text, "", i == 39)));
        }

        assertThat(collect(Wire.REQUEST, chunks).text()).isEqualTo(whole.toString());
    }

    private static String choice(int index, String text, String ids, boolean last) {
        return """
                {"index": %d, "text": "%s", "token_ids": [%s], "finish_reason": %s}""".formatted(index, text, ids, last ? "\"stop\"" : "null");
    }

    private static String answer(String choices) {
        return "{\"id\": \"c\", \"choices\": [" + choices + "]}";
    }

    private static List<String> interleaved(List<List<String>> ofChoices, Random random) {
        List<List<String>> rest = new ArrayList<>();
        ofChoices.forEach(parts -> rest.add(new ArrayList<>(parts)));
        List<String> chunks = new ArrayList<>();
        while (!rest.isEmpty()) {
            List<String> parts = rest.get(random.nextInt(rest.size()));
            chunks.add(answer(parts.remove(0)));
            rest.removeIf(List::isEmpty);
        }
        return chunks;
    }

    @Test
    void setsThePromptIndexOfChunks() {
        List<Integer> prompts = new ArrayList<>();
        CompletableFuture<?> end = client.stream(TWO_OF_EACH)
                .forEach(chunk -> prompts.add(chunk.choices().get(0).promptIndex()));
        send(
                Stream.of(3, 0, 2, 1)
                        .map(index -> answer(choice(index, "a", "", true)))
                        .toList(),
                Wire.DONE);

        assertThat(end).isCompleted();
        assertThat(prompts).containsExactly(1, 0, 1, 0);
    }

    @Test
    void setsThePromptIndexOfAnUnstreamedResponse() {
        CompletableFuture<Completion> collected = client.stream(TWO_OF_EACH).collect();
        Wire.answer(transport.next(), 200, answer(choice(2, "a", "", true)));

        assertThat(collected.join().choices()).extracting(Choice::promptIndex).containsExactly(1);
    }

    @Test
    void keepsServerSpecificProperties() {
        Completion completion = collect(Wire.REQUEST, List.of("""
                {"choices": [], "prompt_filter_results": [{"prompt_index": 0}]}""", """
                {"choices": [{"index": 0, "text": "a", "token_ids": [1]}], "timings": {"predicted_n": 1}}""", """
                {"choices": [{"index": 0, "text": "b", "token_ids": [2, 3], "finish_reason": "stop"}],
                 "timings": {"predicted_n": 3}}"""));

        assertThat(VllmResults.tokenIds(completion.choices().get(0))).isEqualTo(TokenIds.of(1, 2, 3));
        assertThat(AzureResults.promptFilterResults(completion)).hasSize(1);
        assertThat(Objects.requireNonNull(LlamaCppResults.timings(completion)).predictedTokens())
                .isEqualTo(3);
    }

    @Test
    void prefersTheUsageOfTheRequestToThatOfItsChoices() {
        Completion completion = collect(Wire.REQUEST, List.of("""
                {"choices": [{"index": 0, "text": "a", "finish_reason": "stop"}],
                 "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}""", """
                {"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 5, "total_tokens": 6}}""", """
                {"choices": [], "usage": null}"""));

        assertThat(completion.usage()).isEqualTo(new Usage(1, 5, 6, null, null, Map.of()));
    }

    @Test
    void providesThePartialCompletionOfATruncatedStream() {
        CompletableFuture<Completion> collected = client.stream(TWO_OF_EACH).collect();
        send(List.of(answer(choice(2, "a", "1", false)), answer(choice(0, "b", "2", true))), "");

        Completion partial = Objects.requireNonNull(((TruncatedStreamException)
                        Objects.requireNonNull(catchThrowableOfType(CompletionException.class, collected::join)
                                .getCause()))
                .partial());
        assertThat(partial.choices()).extracting(Choice::text).containsExactly("b", "a");
        assertThat(partial.choices()).extracting(Choice::promptIndex).containsExactly(0, 1);
        assertThat(VllmResults.tokenIds(partial.choices().get(1))).isEqualTo(TokenIds.of(1));
    }

    private Completion complete(CompletionRequest request, String json) {
        CompletableFuture<Completion> future = client.complete(request);
        Wire.answer(transport.next(), 200, json);
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Completion collect(CompletionRequest request, List<String> chunks) {
        CompletableFuture<Completion> future = client.stream(request).collect();
        send(chunks, Wire.DONE);
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void send(List<String> chunks, String ending) {
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        for (String chunk : chunks) {
            exchange.data(Wire.event(chunk.replace("\n", " ")));
        }
        if (!ending.isEmpty()) {
            exchange.data(ending);
        }
        exchange.complete();
    }
}
