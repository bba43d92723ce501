// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.ResponseInfo;
import dev.completions4j.TokenIds;
import dev.completions4j.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests typed access to server-specific properties of responses. */
class ResultsTest {

    private static Choice choice(Map<String, JsonValue> properties) {
        return new Choice(0, 0, "text", null, null, properties);
    }

    private static Completion completion(Map<String, JsonValue> properties) {
        return new Completion("", "", 0, "", List.of(), null, null, properties, ResponseInfo.unknown());
    }

    private static CompletionChunk chunk(Map<String, JsonValue> properties) {
        return new CompletionChunk("", "", 0, "", List.of(), null, null, properties, ResponseInfo.unknown());
    }

    private static JsonValue object(String name, JsonValue value) {
        return JsonValue.object(Map.of(name, value));
    }

    @Test
    void readsTheStopReason() {
        assertThat(VllmResults.stopReason(choice(Map.of("stop_reason", JsonValue.of(13)))))
                .isEqualTo(new MatchedStop.Token(13));
        assertThat(VllmResults.stopReason(choice(Map.of("stop_reason", JsonValue.of("END")))))
                .isEqualTo(new MatchedStop.Text("END"));
        assertThat(SglangResults.matchedStop(choice(Map.of("matched_stop", JsonValue.of(13)))))
                .isEqualTo(new MatchedStop.Token(13));
    }

    @Test
    void readsTokenIds() {
        Choice choice = choice(Map.of(
                "token_ids", JsonValue.array(List.of(JsonValue.of(1), JsonValue.of(2))),
                "prompt_token_ids", JsonValue.array(List.of())));

        assertThat(VllmResults.tokenIds(choice)).isEqualTo(TokenIds.of(1, 2));
        assertThat(VllmResults.promptTokenIds(choice)).isEqualTo(TokenIds.of());
    }

    @Test
    void readsPromptLogprobs() {
        JsonValue likely = JsonValue.object(
                Map.of("logprob", JsonValue.of(-0.5), "rank", JsonValue.of(1), "decoded_token", JsonValue.of(" a")));
        JsonValue impossible = object("logprob", JsonValue.of(-9999.0));
        Choice choice = choice(Map.of(
                "prompt_logprobs",
                JsonValue.array(List.of(
                        JsonValue.nullValue(),
                        JsonValue.object(Map.of("7", likely, "8", impossible, "x", likely, "9", JsonValue.of(1)))))));

        assertThat(VllmResults.promptLogprobs(choice))
                .containsExactly(
                        Map.of(),
                        Map.of(
                                7,
                                new PromptLogprob(-0.5, 1, " a"),
                                8,
                                new PromptLogprob(Double.NEGATIVE_INFINITY, null, null)));
    }

    @Test
    void readsTimings() {
        Map<String, JsonValue> properties = Map.of(
                "timings",
                JsonValue.object(Map.of(
                        "cache_n", JsonValue.of(1),
                        "prompt_n", JsonValue.of(2),
                        "prompt_ms", JsonValue.of(30.5),
                        "predicted_n", JsonValue.of(4),
                        "predicted_ms", JsonValue.of(50),
                        "draft_n", JsonValue.of("?"))));
        Timings timings = new Timings(1L, 2L, Duration.ofNanos(30_500_000), 4L, Duration.ofMillis(50), null, null);

        assertThat(LlamaCppResults.timings(completion(properties))).isEqualTo(timings);
        assertThat(LlamaCppResults.timings(chunk(properties))).isEqualTo(timings);
    }

    @Test
    void readsContentFilterResults() {
        JsonValue found = JsonValue.object(Map.of(
                "hate",
                JsonValue.object(Map.of("filtered", JsonValue.of(false), "severity", JsonValue.of("safe"))),
                "jailbreak",
                JsonValue.object(Map.of("filtered", JsonValue.of(true), "detected", JsonValue.of(true)))));
        Map<String, ContentFilterResult> categories = Map.of(
                "hate",
                new ContentFilterResult(false, "safe", null),
                "jailbreak",
                new ContentFilterResult(true, null, true));
        Map<String, JsonValue> prompts = Map.of(
                "prompt_filter_results",
                JsonValue.array(List.of(
                        JsonValue.object(Map.of("prompt_index", JsonValue.of(1), "content_filter_results", found)),
                        JsonValue.of("?"))));

        assertThat(AzureResults.contentFilterResults(choice(Map.of("content_filter_results", found))))
                .isEqualTo(categories);
        assertThat(AzureResults.promptFilterResults(completion(prompts)))
                .containsExactly(new PromptFilterResult(1, categories));
        assertThat(AzureResults.promptFilterResults(chunk(prompts)))
                .containsExactly(new PromptFilterResult(1, categories));
    }

    @Test
    void readsCachedPromptTokensInBothFormats() {
        Usage details = new Usage(
                10, 1, 11, null, new Usage.PromptTokensDetails(null, 4L, null, null, null, Map.of()), Map.of());
        Usage deepSeek = new Usage(
                10,
                1,
                11,
                null,
                null,
                Map.of("prompt_cache_hit_tokens", JsonValue.of(3), "prompt_cache_miss_tokens", JsonValue.of(7)));

        assertThat(CacheUsage.of(details)).isEqualTo(new CacheUsage(4L, 6L));
        assertThat(CacheUsage.of(deepSeek)).isEqualTo(new CacheUsage(3L, 7L));
        assertThat(CacheUsage.of(new Usage(10, 1, 11, null, null, Map.of()))).isEqualTo(new CacheUsage(null, null));
    }

    static Stream<JsonValue> unexpected() {
        return Stream.of(
                JsonValue.nullValue(),
                JsonValue.of(true),
                JsonValue.of(1.5),
                JsonValue.of(1L << 40),
                new JsonNumber(new BigDecimal("1e999999999")),
                object("", JsonValue.nullValue()),
                object("content_filter_results", JsonValue.of("?")));
    }

    @ParameterizedTest
    @MethodSource("unexpected")
    void treatsAValueOfAnotherTypeAsAbsent(JsonValue value) {
        Choice choice = choice(Map.of(
                "stop_reason", value,
                "matched_stop", value,
                "token_ids", JsonValue.array(List.of(JsonValue.of(1), value)),
                "prompt_token_ids", value,
                "prompt_logprobs", value));
        Map<String, JsonValue> properties =
                Map.of("timings", JsonValue.array(List.of()), "prompt_filter_results", value);

        assertThat(VllmResults.stopReason(choice)).isNull();
        assertThat(SglangResults.matchedStop(choice)).isNull();
        assertThat(VllmResults.tokenIds(choice)).isNull();
        assertThat(VllmResults.promptTokenIds(choice)).isNull();
        assertThat(VllmResults.promptLogprobs(choice)).isNull();
        assertThat(AzureResults.contentFilterResults(choice(Map.of("content_filter_results", value))))
                .isEmpty();
        assertThat(AzureResults.promptFilterResults(completion(properties))).isEmpty();
        assertThat(LlamaCppResults.timings(completion(properties))).isNull();
        assertThat(choice.additionalProperties()).containsEntry("stop_reason", value);
    }

    @Test
    void returnsNullForMissingProperties() {
        assertThat(VllmResults.tokenIds(choice(Map.of()))).isNull();
        assertThat(VllmResults.promptLogprobs(choice(Map.of()))).isNull();
        assertThat(AzureResults.contentFilterResults(choice(Map.of()))).isEmpty();
        assertThat(AzureResults.promptFilterResults(chunk(Map.of()))).isEmpty();
        assertThat(LlamaCppResults.timings(chunk(Map.of()))).isNull();
    }
}
