// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonNumber;
import dev.completions4j.Logprobs;
import dev.completions4j.ResponseInfo;
import dev.completions4j.TokenIds;
import dev.completions4j.TokenLogprob;
import dev.completions4j.TokenLogprob.TopLogprob;
import dev.completions4j.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static TokenLogprob token(String text, TopLogprob... top) {
        return new TokenLogprob(text, -0.5, null, List.of(top), Map.of());
    }

    private static TokenLogprob token(Map<String, JsonValue> properties) {
        return new TokenLogprob("", null, null, List.of(), properties);
    }

    private static Logprobs logprobs(TokenLogprob... tokens) {
        return new Logprobs(List.of(tokens), Map.of());
    }

    @Test
    void readsTokenIdsInPlaceOfTexts() {
        TokenLogprob first = token(
                "token_id:13",
                new TopLogprob("token_id:13", -0.5),
                new TopLogprob("token_id:7", Double.NEGATIVE_INFINITY),
                new TopLogprob("token_id:8", null),
                new TopLogprob(" a", -0.5));

        assertThat(VllmResults.tokenId(first)).isEqualTo(13);
        assertThat(VllmResults.tokenId(first.top().get(1))).isEqualTo(7);
        assertThat(VllmResults.tokenIds(logprobs(first, token("token_id:0")))).isEqualTo(TokenIds.of(13, 0));
        assertThat(VllmResults.tokenIds(logprobs())).isEqualTo(TokenIds.of());
        assertThat(VllmResults.logprobsByTokenId(first)).isEqualTo(Map.of(13, -0.5, 7, Double.NEGATIVE_INFINITY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " a", "token_id:", "token_id:-1", "token_id:1x", "token_id:12345678901", "token_id:\u0661"})
    void doesNotReadTheTextOfATokenAsAnId(String text) {
        assertThat(VllmResults.tokenId(token(text))).isNull();
        assertThat(VllmResults.tokenIds(logprobs(token("token_id:1"), token(text))))
                .isNull();
        assertThat(VllmResults.logprobsByTokenId(token("token_id:1", new TopLogprob(text, -0.5))))
                .isEmpty();
    }

    @Test
    void distinguishesARepetitionFromAStopSequence() {
        Map<String, JsonValue> properties = Map.of("stop_reason", JsonValue.of("repetition_detected"));

        assertThat(VllmResults.stopReason(new Choice(0, 0, "", FinishReason.of("repetition"), null, properties)))
                .isNull();
        assertThat(VllmResults.stopReason(new Choice(0, 0, "", FinishReason.STOP, null, properties)))
                .isEqualTo(new MatchedStop.Text("repetition_detected"));
    }

    @Test
    void readsTheMetricsOfVllm() {
        Map<String, JsonValue> properties = Map.of(
                "metrics",
                JsonValue.object(Map.of(
                        "time_to_first_token_ms", JsonValue.of(12.5),
                        "generation_time_ms", JsonValue.of(100),
                        "queue_time_ms", JsonValue.of(0),
                        "mean_itl_ms", JsonValue.of("?"),
                        "tokens_per_second", JsonValue.of(80.5),
                        "speculative_decoding",
                                JsonValue.object(Map.of(
                                        "num_spec_steps", JsonValue.of(4),
                                        "num_draft_tokens", JsonValue.of(12),
                                        "num_accepted_draft_tokens", JsonValue.of(6),
                                        "draft_acceptance_rate", JsonValue.of(0.5),
                                        "mean_acceptance_length", JsonValue.of(2.5))))));
        VllmMetrics metrics = new VllmMetrics(
                Duration.ofNanos(12_500_000),
                Duration.ofMillis(100),
                Duration.ZERO,
                null,
                80.5,
                new SpeculativeDecoding(4L, 12L, 6L, 0.5, 2.5));

        assertThat(VllmResults.metrics(completion(properties))).isEqualTo(metrics);
        assertThat(VllmResults.metrics(chunk(properties))).isEqualTo(metrics);
        assertThat(VllmResults.metrics(completion(Map.of("metrics", object("queue_time_ms", JsonValue.of(1))))))
                .isEqualTo(new VllmMetrics(null, null, Duration.ofMillis(1), null, null, null));
    }

    @Test
    void readsTransferParametersOfVllm() {
        Map<String, JsonValue> parameters = Map.of("remote_port", JsonValue.of(1));
        Completion completion = completion(Map.of(
                "kv_transfer_params", JsonValue.object(parameters), "ec_transfer_params", JsonValue.object(Map.of())));

        assertThat(VllmResults.kvTransferParams(completion)).isEqualTo(parameters);
        assertThat(VllmResults.ecTransferParams(completion)).isEmpty();
    }

    @Test
    void readsRoutedExperts() {
        assertThat(VllmResults.routedExperts(choice(Map.of("routed_experts", JsonValue.of("AAH/")))))
                .containsExactly(0, 1, -1);
        assertThat(VllmResults.routedExperts(choice(Map.of("routed_experts", JsonValue.of("?")))))
                .isNull();
        assertThat(SglangResults.routedExperts(
                        completion(Map.of("sglext", object("routed_experts", JsonValue.of("AAH/"))))))
                .containsExactly(0, 1, -1);
    }

    @Test
    void readsPropertiesOfSglang() {
        JsonValue figures = JsonValue.object(Map.of(
                "spec_verify_ct", JsonValue.of(4),
                "spec_num_proposed_drafts", JsonValue.of(12),
                "spec_num_correct_drafts", JsonValue.of(6),
                "spec_accept_rate", JsonValue.of(0.5),
                "spec_accept_length", JsonValue.of(2.5)));
        Map<String, JsonValue> properties = Map.of(
                "sglext",
                JsonValue.object(Map.of(
                        "cached_tokens_details",
                        JsonValue.object(Map.of(
                                "device", JsonValue.of(1),
                                "host", JsonValue.of(2),
                                "storage", JsonValue.of(3),
                                "storage_backend", JsonValue.of("file"))),
                        "spec_tokens_details",
                        JsonValue.array(List.of(figures, JsonValue.of("?"))))),
                "metadata",
                object("weight_version", JsonValue.of("v2")));
        SpeculativeDecoding decoding = new SpeculativeDecoding(4L, 12L, 6L, 0.5, 2.5);
        Choice choice = choice(Map.of(
                "token_ids",
                JsonValue.array(List.of(JsonValue.of(1))),
                "prompt_token_ids",
                JsonValue.array(List.of())));

        assertThat(SglangResults.cachedTokens(completion(properties))).isEqualTo(new CachedTokens(1L, 2L, 3L, "file"));
        assertThat(SglangResults.cachedTokens(chunk(properties))).isEqualTo(new CachedTokens(1L, 2L, 3L, "file"));
        assertThat(SglangResults.speculativeDecoding(completion(properties))).containsExactly(decoding);
        assertThat(SglangResults.speculativeDecoding(chunk(Map.of("sglext", object("spec_tokens_details", figures)))))
                .containsExactly(decoding);
        assertThat(SglangResults.weightVersion(completion(properties))).isEqualTo("v2");
        assertThat(SglangResults.reasoningTokens(
                        new Usage(10, 5, 15, null, null, Map.of("reasoning_tokens", JsonValue.of(3)))))
                .isEqualTo(3);
        assertThat(SglangResults.tokenIds(choice)).isEqualTo(TokenIds.of(1));
        assertThat(SglangResults.promptTokenIds(choice)).isEqualTo(TokenIds.of());
    }

    @Test
    void readsTheTokensOfLlamaCpp() {
        TokenLogprob token = token(Map.of(
                "id", JsonValue.of(269), "bytes", JsonValue.array(List.of(JsonValue.of(0xf0), JsonValue.of(0x9f)))));
        TopLogprob top = new TopLogprob("", -0.5, token.additionalProperties());

        assertThat(LlamaCppResults.tokenId(token)).isEqualTo(269);
        assertThat(LlamaCppResults.tokenId(top)).isEqualTo(269);
        assertThat(LlamaCppResults.bytes(token)).containsExactly(0xf0, 0x9f);
        assertThat(LlamaCppResults.bytes(top)).containsExactly(0xf0, 0x9f);
        assertThat(LlamaCppResults.tokenIds(logprobs(token, token))).isEqualTo(TokenIds.of(269, 269));
        assertThat(LlamaCppResults.tokenIds(logprobs(token, token("x")))).isNull();
    }

    @Test
    void readsProbabilitiesAfterSampling() {
        JsonValue other = JsonValue.object(Map.of("id", JsonValue.of(278), "prob", JsonValue.of(0.25)));
        TokenLogprob token = token(Map.of(
                "prob",
                JsonValue.of(0.75),
                "top_probs",
                JsonValue.array(List.of(other, JsonValue.of("?"), object("id", JsonValue.of(1))))));

        assertThat(LlamaCppResults.probability(token)).isEqualTo(0.75);
        assertThat(LlamaCppResults.probabilitiesByTokenId(token)).isEqualTo(Map.of(278, 0.25));
    }

    @Test
    void readsTheProgressOfAPrompt() {
        assertThat(LlamaCppResults.promptProgress(chunk(Map.of(
                        "prompt_progress",
                        JsonValue.object(Map.of(
                                "total", JsonValue.of(30),
                                "cache", JsonValue.of(10),
                                "processed", JsonValue.of(20),
                                "time_ms", JsonValue.of(40)))))))
                .isEqualTo(new PromptProgress(30L, 10L, 20L, Duration.ofMillis(40)));
    }

    @Test
    void readsDetails() {
        Map<String, JsonValue> properties = Map.of(
                "__verbose",
                JsonValue.object(Map.of(
                        "index", JsonValue.of(1),
                        "tokens", JsonValue.array(List.of(JsonValue.of(269))),
                        "id_slot", JsonValue.of(3),
                        "stop_type", JsonValue.of("word"),
                        "stopping_word", JsonValue.of("END"),
                        "truncated", JsonValue.of(false),
                        "generation_settings", object("top_k", JsonValue.of(40)))));
        LlamaCppDetails details =
                new LlamaCppDetails(1, TokenIds.of(269), 3, "word", "END", false, Map.of("top_k", JsonValue.of(40)));

        assertThat(LlamaCppResults.details(completion(properties))).isEqualTo(details);
        assertThat(LlamaCppResults.details(chunk(properties))).isEqualTo(details);
        assertThat(details.toString()).contains("top_k").doesNotContain("END", "40");
        assertThat(LlamaCppResults.details(chunk(Map.of("__verbose", object("stopping_word", JsonValue.of(""))))))
                .isEqualTo(new LlamaCppDetails(null, null, null, null, null, null, Map.of()));
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
                "prompt_logprobs", value,
                "routed_experts", value));
        Map<String, JsonValue> properties = Map.of(
                "timings",
                JsonValue.array(List.of()),
                "prompt_filter_results",
                value,
                "metrics",
                JsonValue.array(List.of()),
                "prompt_progress",
                JsonValue.array(List.of()),
                "__verbose",
                JsonValue.array(List.of()),
                "sglext",
                value,
                "metadata",
                value,
                "kv_transfer_params",
                JsonValue.array(List.of()));
        TokenLogprob token = token(Map.of(
                "bytes", JsonValue.array(List.of(value)), "top_probs", JsonValue.array(List.of(value)), "id", value));

        assertThat(VllmResults.stopReason(choice)).isNull();
        assertThat(SglangResults.matchedStop(choice)).isNull();
        assertThat(VllmResults.tokenIds(choice)).isNull();
        assertThat(VllmResults.promptTokenIds(choice)).isNull();
        assertThat(VllmResults.promptLogprobs(choice)).isNull();
        assertThat(AzureResults.contentFilterResults(choice(Map.of("content_filter_results", value))))
                .isEmpty();
        assertThat(AzureResults.promptFilterResults(completion(properties))).isEmpty();
        assertThat(LlamaCppResults.timings(completion(properties))).isNull();
        assertThat(LlamaCppResults.promptProgress(chunk(properties))).isNull();
        assertThat(LlamaCppResults.details(completion(properties))).isNull();
        assertThat(LlamaCppResults.tokenId(token)).isNull();
        assertThat(LlamaCppResults.bytes(token)).isNull();
        assertThat(LlamaCppResults.probabilitiesByTokenId(token)).isEmpty();
        assertThat(VllmResults.metrics(completion(properties))).isNull();
        assertThat(VllmResults.kvTransferParams(completion(properties))).isNull();
        assertThat(VllmResults.routedExperts(choice)).isNull();
        assertThat(SglangResults.cachedTokens(completion(properties))).isNull();
        assertThat(SglangResults.speculativeDecoding(completion(properties))).isEmpty();
        assertThat(SglangResults.weightVersion(completion(properties))).isNull();
        assertThat(choice.additionalProperties()).containsEntry("stop_reason", value);
    }

    @Test
    void returnsNullForMissingProperties() {
        assertThat(VllmResults.tokenIds(choice(Map.of()))).isNull();
        assertThat(VllmResults.promptLogprobs(choice(Map.of()))).isNull();
        assertThat(AzureResults.contentFilterResults(choice(Map.of()))).isEmpty();
        assertThat(AzureResults.promptFilterResults(chunk(Map.of()))).isEmpty();
        assertThat(LlamaCppResults.timings(chunk(Map.of()))).isNull();
        assertThat(LlamaCppResults.promptProgress(chunk(Map.of()))).isNull();
        assertThat(LlamaCppResults.details(chunk(Map.of()))).isNull();
        assertThat(LlamaCppResults.probability(token("x"))).isNull();
        assertThat(LlamaCppResults.probabilitiesByTokenId(token("x"))).isEmpty();
        assertThat(VllmResults.metrics(chunk(Map.of()))).isNull();
        assertThat(VllmResults.routedExperts(choice(Map.of()))).isNull();
        assertThat(SglangResults.cachedTokens(chunk(Map.of()))).isNull();
        assertThat(SglangResults.speculativeDecoding(chunk(Map.of()))).isEmpty();
    }
}
