// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The effect of each request property, as a client observes it over HTTP. */
class RequestPropertiesTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Continues a prompt with its words in upper case, the index of the choice and the seed. */
    private final FakeModel model = FakeModel.builder()
            .source(new FakeModel.TextSource() {
                @Override
                public String text(String prompt, @Nullable Long seed, int choice) {
                    return prompt.toUpperCase(Locale.ROOT) + " and so on " + choice + " " + seed;
                }

                @Override
                public String infill(String prompt, String suffix, @Nullable Long seed, int choice) {
                    return " between " + prompt + " and " + suffix;
                }
            })
            .build();

    private final HttpClient client = HttpClient.newHttpClient();
    private final LoopbackServer server = LoopbackServer.serving(model);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void modelIsEchoed() throws Exception {
        assertThat(complete("\"prompt\": \"a\"").get("model").stringValue()).isEqualTo("m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a b\"", "[\"a b\"]", "%s", "[%s]"})
    void promptHasFourForms(String form) throws Exception {
        JsonNode completion = complete("\"prompt\": " + form.formatted(Arrays.toString(model.tokenIds("a b"))));

        assertThat(texts(completion)).containsExactly("A B and so on 0 null");
        assertThat(completion.at("/usage/prompt_tokens").intValue()).isEqualTo(2);
    }

    @Test
    void maxTokensEndsAChoice() throws Exception {
        JsonNode completion = complete("\"prompt\": \"a\", \"max_tokens\": 2");

        assertThat(texts(completion)).containsExactly("A and");
        assertThat(completion.at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
        assertThat(completion.at("/usage").toString())
                .isEqualTo("{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}");
    }

    @Test
    void nAppliesToEachPrompt() throws Exception {
        assertThat(texts(complete("\"prompt\": [\"a\", \"b\"], \"n\": 2, \"stop\": \" null\"")))
                .containsExactly("A and so on 0", "A and so on 1", "B and so on 0", "B and so on 1");
    }

    @Test
    void bestOfReturnsTheMostLikely() throws Exception {
        JsonNode all = complete("\"prompt\": \"a\", \"n\": 5, \"logprobs\": 0");
        JsonNode best = complete("\"prompt\": \"a\", \"best_of\": 5, \"logprobs\": 0");

        double likeliest = all.get("choices")
                .valueStream()
                .mapToDouble(RequestPropertiesTest::meanLogprob)
                .max()
                .orElseThrow();
        assertThat(best.get("choices")).hasSize(1);
        assertThat(meanLogprob(best.at("/choices/0"))).isEqualTo(likeliest);
        assertThat(best.at("/usage/completion_tokens")).isEqualTo(all.at("/usage/completion_tokens"));
    }

    @ParameterizedTest
    @CsvSource({"\"on 0\", 'A and so '", "'[\"zzz\", \"d so o\"]', A an", "\"A\", ''"})
    void stopIsFoundAcrossTokens(String stop, String text) throws Exception {
        String properties = "\"prompt\": \"a\", \"stop\": " + stop;
        JsonNode completion = complete(properties);

        assertThat(texts(completion)).containsExactly(text);
        assertThat(completion.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
        assertThat(streamedText(stream(properties))).isEqualTo(text);
    }

    @Test
    void echoPutsThePromptFirst() throws Exception {
        assertThat(texts(complete("\"prompt\": \"a b\", \"echo\": true, \"max_tokens\": 1")))
                .containsExactly("a bA");
    }

    @Test
    void aPromptCanBeScoredWithoutCompletion() throws Exception {
        JsonNode choice = complete("\"prompt\": \"one two three\", \"echo\": true, \"logprobs\": 1, \"max_tokens\": 0")
                .at("/choices/0");

        assertThat(choice.get("text").stringValue()).isEqualTo("one two three");
        assertThat(choice.at("/logprobs/tokens")).hasSize(3);
        assertThat(choice.at("/logprobs/token_logprobs/0").isNull()).isTrue();
        assertThat(choice.at("/logprobs/token_logprobs/2").doubleValue()).isNegative();
    }

    @Test
    void logprobsAgreeWithTheText() throws Exception {
        JsonNode choice = complete("\"prompt\": \"é\", \"logprobs\": 5").at("/choices/0");
        String text = choice.get("text").stringValue();
        JsonNode logprobs = choice.get("logprobs");
        List<String> tokens = strings(logprobs.get("tokens"));

        assertThat(String.join("", tokens)).isEqualTo(text);
        for (int i = 0; i < tokens.size(); i++) {
            int offset =
                    text.offsetByCodePoints(0, logprobs.at("/text_offset/" + i).intValue());
            assertThat(text.substring(offset)).startsWith(tokens.get(i));
            JsonNode top = logprobs.at("/top_logprobs/" + i);
            assertThat(top).hasSize(5);
            assertThat(top.get(tokens.get(i))).isEqualTo(logprobs.at("/token_logprobs/" + i));
            assertThat(top.valueStream()
                            .mapToDouble(each -> Math.exp(each.doubleValue()))
                            .sum())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void seedReachesTheSource() throws Exception {
        assertThat(texts(complete("\"prompt\": \"a\", \"seed\": -7"))).containsExactly("A and so on 0 -7");
    }

    @Test
    void aSuffixIsInfilledAndCounted() throws Exception {
        JsonNode completion = complete("\"prompt\": \"here\", \"suffix\": \"there it is\"");

        assertThat(texts(completion)).containsExactly(" between here and there it is");
        assertThat(completion.at("/usage/prompt_tokens").intValue()).isEqualTo(4);
    }

    @Test
    void aBannedTokenIsNeverGenerated() throws Exception {
        int and = model.tokenIds(" and")[0];
        int so = model.tokenIds(" so")[0];
        String properties =
                "\"prompt\": \"a\", \"logprobs\": 5, \"logit_bias\": {\"%d\": -100, \"%d\": -99, \"999\": 5}"
                        .formatted(and, so);
        JsonNode choice = complete(properties).at("/choices/0");

        assertThat(choice.get("text").stringValue()).isEqualTo("A so on 0 null");
        assertThat(choice.at("/logprobs/top_logprobs"))
                .allSatisfy(top -> assertThat(top.has(" and")).isFalse())
                .allSatisfy(top -> assertThat(top).hasSize(5));
        assertThat(streamedText(stream(properties))).isEqualTo("A so on 0 null");
    }

    @Test
    void samplingIsAcceptedWithoutEffect() throws Exception {
        assertThat(texts(complete("\"prompt\": \"a\", \"temperature\": 2, \"top_p\": 0, \"presence_penalty\": -2,"
                        + " \"frequency_penalty\": 2, \"user\": \"u\"")))
                .isEqualTo(texts(complete("\"prompt\": \"a\"")));
    }

    @Test
    void aStreamHasTheSameText() throws Exception {
        String properties =
                "\"prompt\": [\"a\", \"b c\"], \"n\": 2, \"echo\": true, \"logprobs\": 2, \"max_tokens\": 4";
        JsonNode whole = complete(properties);
        List<JsonNode> chunks = stream(properties);

        for (int index = 0; index < 4; index++) {
            int wanted = index;
            List<JsonNode> parts = chunks.stream()
                    .map(chunk -> chunk.at("/choices/0"))
                    .filter(choice -> choice.get("index").intValue() == wanted)
                    .toList();
            JsonNode choice = whole.get("choices").get(index);
            assertThat(parts.stream()
                            .map(part -> part.get("text").stringValue())
                            .collect(Collectors.joining()))
                    .isEqualTo(choice.get("text").stringValue());
            assertThat(parts.stream()
                            .flatMap(part -> part.at("/logprobs/tokens").valueStream())
                            .toList())
                    .isEqualTo(choice.at("/logprobs/tokens").valueStream().toList());
            assertThat(parts.get(parts.size() - 1).get("finish_reason")).isEqualTo(choice.get("finish_reason"));
        }
    }

    @Test
    void includeUsageAddsTheUsageAtTheEnd() throws Exception {
        List<JsonNode> chunks =
                stream("\"prompt\": [\"a\", \"b\"], \"max_tokens\": 3, \"stream_options\": {\"include_usage\": true}");
        JsonNode last = chunks.get(chunks.size() - 1);

        assertThat(last.get("choices")).isEmpty();
        assertThat(last.get("usage").toString())
                .isEqualTo("{\"prompt_tokens\":2,\"completion_tokens\":6,\"total_tokens\":8}");
    }

    @Test
    void includeObfuscationHidesLengths() throws Exception {
        assertThat(stream("\"prompt\": \"a\"")).noneMatch(chunk -> chunk.has("obfuscation"));
        assertThat(stream("\"prompt\": \"a\", \"stream_options\": {\"include_obfuscation\": true}"))
                .extracting(chunk -> chunk.at("/choices/0/text").stringValue().length()
                        + chunk.get("obfuscation").stringValue().length())
                .containsOnly(16);
    }

    private JsonNode complete(String properties) throws IOException, InterruptedException {
        HttpResponse<String> response = post("{\"model\": \"m\", " + properties + "}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private List<JsonNode> stream(String properties) throws IOException, InterruptedException {
        HttpResponse<String> response = post("{\"model\": \"m\", \"stream\": true, " + properties + "}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        List<String> events = List.of(response.body().split("\n\n"));
        assertThat(events).last().isEqualTo("data: [DONE]");
        return events.subList(0, events.size() - 1).stream()
                .map(event -> JSON.readTree(event.substring("data: ".length())))
                .toList();
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/v1/completions"))
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static List<String> texts(JsonNode completion) {
        List<JsonNode> choices = completion.get("choices").valueStream().toList();
        assertThat(choices)
                .extracting(choice -> choice.get("index").intValue())
                .isEqualTo(IntStream.range(0, choices.size()).boxed().toList());
        return choices.stream().map(choice -> choice.get("text").stringValue()).toList();
    }

    private static String streamedText(List<JsonNode> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.at("/choices/0/text").stringValue())
                .collect(Collectors.joining());
    }

    private static double meanLogprob(JsonNode choice) {
        return choice.at("/logprobs/token_logprobs")
                .valueStream()
                .mapToDouble(JsonNode::doubleValue)
                .average()
                .orElseThrow();
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }
}
