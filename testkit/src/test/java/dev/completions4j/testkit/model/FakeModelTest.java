// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.completions4j.testkit.internal.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FakeModelTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String DOCUMENTED_TEXT = "\n\nThis is indeed a test";

    @Test
    void generatesTheDocumentedExample() throws RequestFault {
        JsonNode completion = complete(generating(DOCUMENTED_TEXT), """
                {"model": "m", "prompt": "Say this is a test", "max_tokens": 7, "temperature": 0}""");

        assertThat(completion).hasToString(JSON.readTree("""
                                {
                                  "id": "cmpl-1",
                                  "object": "text_completion",
                                  "created": 1589478378,
                                  "model": "m",
                                  "system_fingerprint": "fp_fake",
                                  "choices": [
                                    {
                                      "text": "\\n\\nThis is indeed a test",
                                      "index": 0,
                                      "logprobs": null,
                                      "finish_reason": "length"
                                    }
                                  ],
                                  "usage": {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}
                                }""").toString());
    }

    @Test
    void streamsTheDocumentedExampleTokenByToken() throws RequestFault {
        List<JsonNode> chunks = stream(generating(DOCUMENTED_TEXT), """
                {"model": "m", "prompt": "Say this is a test", "max_tokens": 7, "stream": true}""");

        assertThat(chunks)
                .extracting(FakeModelTest::text)
                .containsExactly("\n", "\n", "This", " is", " indeed", " a", " test");
        assertThat(chunks)
                .extracting(FakeModelTest::finishReason)
                .containsExactly("null", "null", "null", "null", "null", "null", "length");
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.get("id").stringValue()).isEqualTo("cmpl-1");
            assertThat(chunk.has("usage")).isFalse();
        });
    }

    @Test
    void aTextShorterThanTheLimitHasFinishReasonStop() throws RequestFault {
        JsonNode completion = complete(generating("One two."), """
                {"model": "m", "prompt": "", "max_tokens": 4}""");

        assertThat(text(completion)).isEqualTo("One two.");
        assertThat(finishReason(completion)).isEqualTo("stop");
        assertThat(completion.at("/usage/completion_tokens").intValue()).isEqualTo(3);
    }

    @Test
    void theLimitIsSixteenTokensUnlessSet() throws RequestFault {
        JsonNode completion = complete(generating(" a".repeat(100)), """
                {"model": "m", "prompt": "p"}""");

        assertThat(text(completion)).isEqualTo(" a".repeat(16));
        assertThat(finishReason(completion)).isEqualTo("length");
    }

    @Test
    void maxTokensMayBeZero() throws RequestFault {
        FakeModel model = generating("unsaid");
        JsonNode whole = complete(model, """
                {"model": "m", "prompt": "p", "max_tokens": 0}""");
        List<JsonNode> chunks = stream(model, """
                {"model": "m", "prompt": "p", "max_tokens": 0, "stream": true}""");

        assertThat(text(whole)).isEmpty();
        assertThat(finishReason(whole)).isEqualTo("length");
        assertThat(chunks).singleElement().satisfies(chunk -> {
            assertThat(text(chunk)).isEmpty();
            assertThat(finishReason(chunk)).isEqualTo("length");
        });
    }

    @Test
    void aStopSequenceIsFoundAcrossTokensAndNotEmitted() throws RequestFault {
        FakeModel model = generating("So ends the tale. THE END of all");
        String request = """
                {"model": "m", "prompt": "p", "stop": ["X", "ale. THE E"], "stream": %s}""";

        List<JsonNode> chunks = stream(model, request.formatted(true));
        assertThat(chunks).extracting(FakeModelTest::text).containsExactly("So", " ends", " the", " t", "");
        assertThat(finishReason(chunks.get(4))).isEqualTo("stop");

        JsonNode whole = complete(model, request.formatted(false));
        assertThat(text(whole)).isEqualTo("So ends the t");
        assertThat(finishReason(whole)).isEqualTo("stop");
    }

    @Test
    void textThatOnlyBeginsLikeAStopSequenceIsDelayed() throws RequestFault {
        List<JsonNode> chunks = stream(generating("a\n\nb\n"), """
                {"model": "m", "prompt": "p", "stop": "\\n\\n\\n", "stream": true}""");

        assertThat(chunks).extracting(FakeModelTest::text).containsExactly("a", "\n\nb", "\n");
        assertThat(finishReason(chunks.get(2))).isEqualTo("stop");
    }

    @Test
    void theEarliestStopSequenceWins() throws RequestFault {
        assertThat(text(complete(generating("abcde"), """
                {"model": "m", "prompt": "p", "stop": ["d", "b"]}"""))).isEqualTo("a");
    }

    @Test
    void echoPutsThePromptFirst() throws RequestFault {
        FakeModel model = generating(" world. Bye");
        String request = """
                {"model": "m", "prompt": "Hello", "echo": true, "stop": [".", "ello"], "stream": %s}""";

        assertThat(text(complete(model, request.formatted(false)))).isEqualTo("Hello world");
        assertThat(stream(model, request.formatted(true)))
                .extracting(FakeModelTest::text)
                .containsExactly("Hello", " world", "");
    }

    @Test
    void choicesAreNumberedAcrossPrompts() throws RequestFault {
        FakeModel model = FakeModel.builder()
                .source((prompt, seed, choice) -> prompt + choice)
                .build();

        JsonNode completion = complete(model, """
                {"model": "m", "prompt": ["x", "y"], "n": 2}""");

        assertThat(choices(completion)).containsExactly("0 x0", "1 x1", "2 y0", "3 y1");
        assertThat(completion.at("/usage/prompt_tokens").intValue()).isEqualTo(2);
        assertThat(completion.at("/usage/completion_tokens").intValue()).isEqualTo(4);
    }

    @Test
    void choicesInterleaveInAStream() throws RequestFault {
        FakeModel model = FakeModel.builder()
                .source((prompt, seed, choice) -> "w ".repeat(choice + 1).strip())
                .build();

        List<JsonNode> chunks = stream(model, """
                {"model": "m", "prompt": "p", "n": 3, "stream": true}""");

        assertThat(chunks)
                .extracting(chunk -> chunk.at("/choices/0/index").intValue() + " " + finishReason(chunk))
                .containsExactly("0 stop", "1 null", "2 null", "1 stop", "2 null", "2 stop");
    }

    @Test
    void bestOfReturnsTheMostLikelyAndCountsAll() throws RequestFault {
        List<String> texts = List.of("red", "green", "blue", "grey", "pink");
        FakeModel model = FakeModel.builder()
                .source((prompt, seed, choice) -> texts.get(choice))
                .build();
        List<String> byLikelihood = texts.stream()
                .sorted((a, b) -> Double.compare(logprob(b), logprob(a)))
                .toList();

        JsonNode completion = complete(model, """
                {"model": "m", "prompt": "p", "n": 2, "best_of": 5}""");

        assertThat(choices(completion)).containsExactly("0 " + byLikelihood.get(0), "1 " + byLikelihood.get(1));
        assertThat(completion.at("/usage/completion_tokens").intValue()).isEqualTo(5);
    }

    @Test
    void aStreamEndsWithTheUsageIfRequested() throws RequestFault {
        List<JsonNode> chunks = stream(generating("a b"), """
                {"model": "m", "prompt": "one two", "n": 2, "stream": true, "stream_options": {"include_usage": true}}""");

        JsonNode usage = chunks.remove(chunks.size() - 1);
        assertThat(usage.get("choices").isEmpty()).isTrue();
        assertThat(usage.get("usage")).isEqualTo(JSON.readTree("""
                                {"prompt_tokens": 2, "completion_tokens": 4, "total_tokens": 6}"""));
        assertThat(chunks)
                .hasSize(4)
                .allSatisfy(chunk -> assertThat(chunk.get("usage").isNull()).isTrue());
    }

    @Test
    void seededWordsDependOnPromptSeedAndChoiceOnly() throws RequestFault {
        String request = """
                {"model": "m", "prompt": "%s", "seed": %d, "n": 2, "max_tokens": 100}""";
        FakeModel model = FakeModel.builder().build();
        List<String> first = choices(complete(model, request.formatted("p", 1)));

        assertThat(choices(complete(FakeModel.builder().build(), request.formatted("p", 1))))
                .isEqualTo(first);
        assertThat(choices(complete(model, request.formatted("p", 2)))).isNotEqualTo(first);
        assertThat(choices(complete(model, request.formatted("q", 1)))).isNotEqualTo(first);
        assertThat(first.get(0).substring(2)).isNotEqualTo(first.get(1).substring(2));
    }

    @Test
    void everyTextSurvivesTokenization() throws RequestFault {
        FakeModel model =
                FakeModel.builder().source(FakeModel.TextSource.fixed("")).build();
        String text = "Don't  stop:\n été №5 — \uD83D\uDE00\t!";
        int[] ids = model.tokenIds(text);

        JsonNode completion = complete(model, """
                {"model": "m", "prompt": %s, "echo": true}""".formatted(JSON.writeValueAsString(ids)));

        assertThat(text(completion)).isEqualTo(text);
        assertThat(completion.at("/usage/prompt_tokens").intValue()).isEqualTo(ids.length);
        assertThat(model.tokenIds(text)).isEqualTo(ids);
    }

    @Test
    void severalTokenPromptsAreCompletedSeparately() throws RequestFault {
        FakeModel model = FakeModel.builder()
                .source((prompt, seed, choice) -> prompt.toUpperCase(Locale.ROOT))
                .build();
        String ids = JSON.writeValueAsString(new int[][] {model.tokenIds("one word"), model.tokenIds("two")});

        assertThat(choices(complete(model, """
                {"model": "m", "prompt": %s}""".formatted(ids)))).containsExactly("0 ONE WORD", "1 TWO");
    }

    @Test
    void logprobsArePlausible() throws RequestFault {
        JsonNode logprobs =
                complete(generating(" \uD83D\uDE00 the end of it"), """
                        {"model": "m", "prompt": "Hi é", "echo": true, "logprobs": 3, "stop": "nd of"}""").at("/choices/0/logprobs");

        assertThat(strings(logprobs.get("tokens"))).containsExactly("Hi", " é", " ", "\uD83D\uDE00", " the", " end");
        assertThat(strings(logprobs.get("text_offset"))).containsExactly("0", "2", "4", "5", "6", "10");
        assertThat(logprobs.at("/token_logprobs/0").isNull()).isTrue();
        assertThat(logprobs.at("/top_logprobs/0").isNull()).isTrue();
        for (int i = 1; i < 6; i++) {
            double chosen = logprobs.get("token_logprobs").get(i).doubleValue();
            JsonNode top = logprobs.get("top_logprobs").get(i);
            assertThat(top.size()).isEqualTo(3);
            assertThat(top.get(logprobs.get("tokens").get(i).stringValue()).doubleValue())
                    .isEqualTo(chosen);
            assertThat(top).allSatisfy(each -> assertThat(each.doubleValue()).isLessThanOrEqualTo(chosen));
            assertThat(top.valueStream()
                            .mapToDouble(each -> Math.exp(each.doubleValue()))
                            .sum())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void streamedLogprobsEqualNonStreamingOnes() throws RequestFault {
        FakeModel model = generating("some words, then more");
        String request = """
                {"model": "m", "prompt": "p", "echo": true, "logprobs": 1, "stop": ", there", "stream": %s}""";

        JsonNode whole = complete(model, request.formatted(false)).at("/choices/0/logprobs");
        List<JsonNode> chunks = stream(model, request.formatted(true));

        for (String list : List.of("tokens", "token_logprobs", "top_logprobs", "text_offset")) {
            List<JsonNode> streamed = chunks.stream()
                    .flatMap(chunk -> chunk.at("/choices/0/logprobs").get(list).valueStream())
                    .toList();
            assertThat(streamed).isEqualTo(whole.get(list).valueStream().toList());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"prompt\": \"p\"} | model",
                "{\"model\": 1} | model",
                "{\"model\": \"m\", \"n\": 0} | n",
                "{\"model\": \"m\", \"n\": 129} | n",
                "{\"model\": \"m\", \"n\": \"2\"} | n",
                "{\"model\": \"m\", \"n\": 1.5} | n",
                "{\"model\": \"m\", \"n\": 3, \"best_of\": 2} | best_of",
                "{\"model\": \"m\", \"best_of\": 2, \"stream\": true} | best_of",
                "{\"model\": \"m\", \"max_tokens\": -1} | max_tokens",
                "{\"model\": \"m\", \"logprobs\": 6} | logprobs",
                "{\"model\": \"m\", \"temperature\": 2.1} | temperature",
                "{\"model\": \"m\", \"logit_bias\": {\"50256\": -101}} | logit_bias",
                "{\"model\": \"m\", \"logit_bias\": {\"word\": 1}} | logit_bias",
                "{\"model\": \"m\", \"suffix\": 1} | suffix",
                "{\"model\": \"m\", \"echo\": \"true\"} | echo",
                "{\"model\": \"m\", \"stop\": []} | stop",
                "{\"model\": \"m\", \"stop\": [\"a\", 1]} | stop",
                "{\"model\": \"m\", \"stop\": [\"1\", \"2\", \"3\", \"4\", \"5\"]} | stop",
                "{\"model\": \"m\", \"stream_options\": {\"include_usage\": true}} | stream_options",
                "{\"model\": \"m\", \"prompt\": []} | prompt",
                "{\"model\": \"m\", \"prompt\": [\"a\", 1]} | prompt",
                "{\"model\": \"m\", \"prompt\": [1, \"a\"]} | prompt",
                "{\"model\": \"m\", \"prompt\": [[1], []]} | prompt",
                "{\"model\": \"m\", \"prompt\": [-1]} | prompt",
                "{\"model\": \"m\", \"prompt\": [1114112]} | prompt",
                "[] |",
            })
    void rejectsInvalidRequests(String request, String param) {
        RequestFault fault = catchThrowableOfType(RequestFault.class, () -> complete(generating("x"), request));

        assertThat(fault.status()).isEqualTo(400);
        assertThat(fault).message().isNotBlank();
        assertThat(fault.param()).isEqualTo(param);
    }

    @Test
    void nullMeansAbsent() throws RequestFault {
        JsonNode completion = complete(generating("x"), """
                {"model": "m", "prompt": null, "n": null, "best_of": null, "max_tokens": null, "stop": null, "echo": null,
                 "logprobs": null, "logit_bias": null, "seed": null, "stream": null, "stream_options": null}""");

        assertThat(text(completion)).isEqualTo("x");
    }

    @Test
    void aNamedModelRejectsOtherNames() throws RequestFault {
        FakeModel model = FakeModel.builder().name("davinci").build();

        assertThat(complete(model, "{\"model\": \"davinci\"}").get("model").stringValue())
                .isEqualTo("davinci");
        RequestFault fault =
                catchThrowableOfType(RequestFault.class, () -> complete(model, "{\"model\": \"babbage\"}"));
        assertThat(fault.status()).isEqualTo(404);
        assertThat(fault.code()).isEqualTo("model_not_found");
    }

    private static double logprob(String token) {
        return new TokenLikelihood(token, 1, Set.of()).logprob();
    }

    private static FakeModel generating(String text) {
        return FakeModel.builder().source(FakeModel.TextSource.fixed(text)).build();
    }

    private static JsonNode complete(FakeModel model, String request) throws RequestFault {
        return JSON.readTree(((ModelReply.Whole) model.answer(JsonReader.read(request))).body());
    }

    private static List<JsonNode> stream(FakeModel model, String request) throws RequestFault {
        List<String> events = new ArrayList<>();
        ((ModelReply.Stream) model.answer(JsonReader.read(request))).events().forEachRemaining(events::add);
        assertThat(events.remove(events.size() - 1)).isEqualTo("data: [DONE]\n\n");
        return events.stream()
                .map(event -> JSON.readTree(event.substring("data: ".length())))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String text(JsonNode response) {
        return response.at("/choices/0/text").stringValue();
    }

    private static String finishReason(JsonNode response) {
        return response.at("/choices/0/finish_reason").asString("null");
    }

    /** Index and text of each choice. */
    private static List<String> choices(JsonNode response) {
        return response.get("choices")
                .valueStream()
                .map(choice -> choice.get("index").intValue() + " "
                        + choice.get("text").stringValue())
                .toList();
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
