// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.internal.json.JsonReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Random combinations of properties: streaming and non-streaming responses are equal, and their counts are consistent.
 */
class FakeModelConsistencyTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> PROMPTS = List.of("", "a", "The \uD83D\uDE00 smiles", "Say this is a test");
    private static final List<String> TEXTS =
            List.of("", " the wind", "\uD83D\uDE00, \uD83D\uDE01 and\n\nthe \u4E16\u754C.", "ab".repeat(3) + " ab ab!");
    private static final List<String> STOPS = List.of("d\n\nt", " a", "\uD83D\uDE01", "b a", "!", "unsaid", " the w");

    private final FakeModel model = FakeModel.builder()
            .source((prompt, seed, choice) -> choice % 2 == 0
                    ? TEXTS.get((prompt.length() + choice) % TEXTS.size())
                    : seeded(prompt, seed, choice))
            .build();

    static Stream<ObjectNode> combinations() {
        Random random = new Random(7);
        return IntStream.range(0, 400).mapToObj(i -> combination(random));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void streamingAndNonStreamingResponsesAgree(ObjectNode request) throws RequestFault {
        JsonNode whole = whole(request);
        List<JsonNode> chunks = stream(request);

        Map<Integer, ObjectNode> collected = collect(chunks);
        assertThat(collected).hasSize(whole.get("choices").size());
        for (JsonNode choice : whole.get("choices")) {
            assertThat(collected.get(choice.get("index").intValue())).isEqualTo(choice);
        }
        assertThat(chunks.get(chunks.size() - 1).get("usage")).isEqualTo(whole.get("usage"));
        assertThat(whole.at("/usage/total_tokens").intValue())
                .isEqualTo(whole.at("/usage/prompt_tokens").intValue()
                        + whole.at("/usage/completion_tokens").intValue());
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void tokenCountsAgreeWithTexts(ObjectNode request) throws RequestFault {
        boolean echo = request.path("echo").booleanValue();
        for (JsonNode choice : whole(request).get("choices")) {
            JsonNode logprobs = choice.get("logprobs");
            if (logprobs.isNull()) {
                assertThat(request.has("logprobs")).isFalse();
                continue;
            }
            String text = choice.get("text").stringValue();
            for (int i = 0; i < logprobs.get("tokens").size(); i++) {
                String token = logprobs.get("tokens").get(i).stringValue();
                int offset = text.offsetByCodePoints(
                        0, logprobs.get("text_offset").get(i).intValue());
                // A token that a stop sequence cuts is reported completely.
                assertThat(token).startsWith(text.substring(offset, Math.min(offset + token.length(), text.length())));
                assertLogprobs(
                        token,
                        logprobs.get("token_logprobs").get(i),
                        logprobs.get("top_logprobs").get(i),
                        request.get("logprobs").intValue(),
                        echo && i == 0 && !request.get("prompt").isEmpty());
            }
        }
    }

    @Test
    void probabilitiesOfAllTokensAddUpToAtMostOne() throws RequestFault {
        FakeModel vllm = FakeModel.builder().dialect(Dialect.VLLM).build();
        ModelReply reply = vllm.answer(JsonReader.read("""
                {"model": "m", "prompt": "p", "n": 20, "max_tokens": 40, "logprobs": -1}"""));

        JsonNode choices = JSON.readTree(((ModelReply.Whole) reply).body()).get("choices");
        assertThat(choices.valueStream()
                        .flatMap(choice -> choice.at("/logprobs/top_logprobs").valueStream()))
                .hasSizeGreaterThan(100)
                .allSatisfy(top -> assertThat(top.valueStream()
                                .mapToDouble(value -> Math.exp(value.doubleValue()))
                                .sum())
                        .isLessThanOrEqualTo(1));
    }

    private static void assertLogprobs(String token, JsonNode logprob, JsonNode top, int count, boolean mayBeNull) {
        if (logprob.isNull()) {
            assertThat(mayBeNull).isTrue();
            assertThat(top.isNull()).isTrue();
            return;
        }
        List<Double> values = new ArrayList<>();
        top.forEach(value -> values.add(value.doubleValue()));
        assertThat(top.get(token)).isEqualTo(logprob);
        assertThat(values).hasSize(Math.max(1, count)).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(values.stream().mapToDouble(Math::exp).sum()).isLessThanOrEqualTo(1);
    }

    private static String seeded(String prompt, @Nullable Long seed, int choice) {
        return FakeModel.TextSource.seededWords().text(prompt, seed, choice);
    }

    private static ObjectNode combination(Random random) {
        ObjectNode request = JSON.createObjectNode().put("model", "m");
        ArrayNode prompts = request.putArray("prompt");
        random.ints(1 + random.nextInt(3), 0, PROMPTS.size())
                .mapToObj(PROMPTS::get)
                .forEach(prompts::add);
        request.put("n", 1 + random.nextInt(3)).put("echo", random.nextBoolean());
        if (random.nextInt(3) > 0) {
            request.put("logprobs", random.nextInt(6));
        }
        if (random.nextInt(4) > 0) {
            request.put("max_tokens", random.nextInt(12));
        }
        if (random.nextBoolean()) {
            request.put("seed", random.nextInt(3));
        }
        if (random.nextInt(4) == 0) {
            request.put("suffix", "the end");
        }
        if (random.nextInt(4) == 0) {
            request.putObject("logit_bias").put(Integer.toString('!'), -100);
        }
        if (random.nextInt(3) > 0) {
            ArrayNode stops = request.putArray("stop");
            random.ints(1 + random.nextInt(4), 0, STOPS.size())
                    .mapToObj(STOPS::get)
                    .forEach(stops::add);
        }
        return request;
    }

    private JsonNode whole(ObjectNode request) throws RequestFault {
        return JSON.readTree(((ModelReply.Whole) model.answer(JsonReader.read(request.toString()))).body());
    }

    private List<JsonNode> stream(ObjectNode request) throws RequestFault {
        ObjectNode streaming = request.deepCopy().put("stream", true);
        streaming.putObject("stream_options").put("include_usage", true);
        List<JsonNode> chunks = new ArrayList<>();
        Iterator<String> events = ((ModelReply.Stream) model.answer(JsonReader.read(streaming.toString()))).events();
        events.forEachRemaining(event -> {
            if (!event.contains("[DONE]")) {
                chunks.add(JSON.readTree(event.substring("data: ".length())));
            }
        });
        return chunks;
    }

    private static Map<Integer, ObjectNode> collect(List<JsonNode> chunks) {
        Map<Integer, ObjectNode> collected = new TreeMap<>();
        for (JsonNode chunk : chunks) {
            for (JsonNode part : chunk.get("choices")) {
                collected.merge(part.get("index").intValue(), (ObjectNode) part, FakeModelConsistencyTest::joined);
            }
        }
        return collected;
    }

    private static ObjectNode joined(ObjectNode first, ObjectNode second) {
        ObjectNode joined = second.deepCopy();
        joined.put("text", first.get("text").stringValue() + second.get("text").stringValue());
        if (second.get("logprobs") instanceof ObjectNode logprobs) {
            ObjectNode all = joined.putObject("logprobs");
            for (String name : logprobs.propertyNames()) {
                all.putArray(name)
                        .addAll((ArrayNode) first.get("logprobs").get(name))
                        .addAll((ArrayNode) logprobs.get(name));
            }
        }
        return joined;
    }
}
