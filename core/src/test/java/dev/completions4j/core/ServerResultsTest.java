// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.JsonValue;
import dev.completions4j.Logprobs;
import dev.completions4j.TokenIds;
import dev.completions4j.TokenLogprob;
import dev.completions4j.extensions.CachedTokens;
import dev.completions4j.extensions.LlamaCppDetails;
import dev.completions4j.extensions.LlamaCppResults;
import dev.completions4j.extensions.PromptProgress;
import dev.completions4j.extensions.SglangResults;
import dev.completions4j.extensions.SpeculativeDecoding;
import dev.completions4j.extensions.VllmMetrics;
import dev.completions4j.extensions.VllmParameters;
import dev.completions4j.extensions.VllmResults;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests server-specific properties, from their JSON to their types and back. */
class ServerResultsTest {

    private final FakeTransport transport = new FakeTransport();
    private final CompletionsClient client = Wire.client(transport);

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void readsTheLogprobsOfSomeTokensFromVllm() {
        Completion completion = complete("""
                {"choices": [{"index": 0, "text": " yes", "finish_reason": "length",
                  "logprobs": {"tokens": ["token_id:13"], "token_logprobs": [-0.25], "text_offset": [0],
                    "top_logprobs": [{"token_id:13": -0.25, "token_id:7": -1.5, "token_id:8": -9999.0}]}}]}""");

        Logprobs logprobs = logprobs(completion);
        assertThat(VllmResults.tokenIds(logprobs)).isEqualTo(TokenIds.of(13));
        assertThat(VllmResults.logprobsByTokenId(logprobs.tokens().get(0)))
                .isEqualTo(Map.of(13, -0.25, 7, -1.5, 8, Double.NEGATIVE_INFINITY));
    }

    @Test
    void passesTransferParametersBetweenVllmCalls() {
        Completion prefilled = complete("""
                {"choices": [{"index": 0, "text": "", "finish_reason": "length", "routed_experts": "AAH/"}],
                 "kv_transfer_params": {"remote_block_ids": [1, 2], "remote_host": "h", "tp_size": null}}""");
        VllmParameters parameters = VllmParameters.builder()
                .kvTransferParams(VllmResults.kvTransferParams(prefilled))
                .build();
        CompletableFuture<Completion> decoded = client.complete(CompletionRequest.builder()
                .model("m")
                .prompt("p")
                .extension(parameters)
                .build());
        FakeExchange exchange = transport.next();

        assertThat(VllmResults.routedExperts(prefilled.choices().get(0))).containsExactly(0, 1, -1);
        assertThat(exchange.body())
                .contains("\"kv_transfer_params\":{\"remote_block_ids\":[1,2],\"remote_host\":\"h\",\"tp_size\":null}");
        Wire.answer(exchange, 200, Wire.DOCUMENTED);
        decoded.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void readsTheMetricsOfAStreamOfVllm() {
        Completion completion = collect("""
                {"choices": [{"index": 0, "text": "a", "finish_reason": "stop"}]}""", """
                {"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
                 "metrics": {"time_to_first_token_ms": 12.5, "queue_time_ms": 0.5, "tokens_per_second": 80.0}}""");

        assertThat(VllmResults.metrics(completion))
                .isEqualTo(new VllmMetrics(
                        Duration.ofNanos(12_500_000), null, Duration.ofNanos(500_000), null, 80.0, null));
    }

    @Test
    void readsTheTokensOfLlamaCpp() {
        Completion completion = complete("""
                {"choices": [{"index": 0, "text": " is", "finish_reason": "length",
                  "logprobs": {"content": [{"id": 269, "token": " is", "bytes": [32, 105, 115], "logprob": -0.25,
                    "top_logprobs": [{"id": 278, "token": " and", "bytes": [32, 97], "logprob": -1.5}]}]}}],
                 "__verbose": {"index": 0, "content": " is", "tokens": [269], "id_slot": 3, "stop": true,
                   "generation_settings": {"top_k": 40}, "truncated": false, "stop_type": "limit", "stopping_word": ""}}""");

        Logprobs logprobs = logprobs(completion);
        TokenLogprob token = logprobs.tokens().get(0);
        assertThat(LlamaCppResults.tokenIds(logprobs)).isEqualTo(TokenIds.of(269));
        assertThat(LlamaCppResults.bytes(token)).containsExactly(32, 105, 115);
        assertThat(LlamaCppResults.tokenId(token.top().get(0))).isEqualTo(278);
        assertThat(LlamaCppResults.bytes(token.top().get(0))).containsExactly(32, 97);
        assertThat(LlamaCppResults.details(completion))
                .isEqualTo(new LlamaCppDetails(
                        0, TokenIds.of(269), 3, "limit", null, false, Map.of("top_k", JsonValue.of(40))));
    }

    @Test
    void readsTheProbabilitiesOfLlamaCpp() {
        Completion completion = complete("""
                {"choices": [{"index": 0, "text": " is", "finish_reason": "length",
                  "logprobs": {"content": [{"id": 269, "token": " is", "bytes": [32, 105, 115], "prob": 0.75,
                    "top_probs": [{"id": 269, "token": " is", "prob": 0.75}, {"id": 278, "prob": 0.25}]}]}}]}""");

        TokenLogprob token = logprobs(completion).tokens().get(0);
        assertThat(token.logprob()).isNull();
        assertThat(LlamaCppResults.probability(token)).isEqualTo(0.75);
        assertThat(LlamaCppResults.probabilitiesByTokenId(token)).isEqualTo(Map.of(269, 0.75, 278, 0.25));
    }

    @Test
    void readsTheProgressOfLlamaCpp() {
        List<CompletionChunk> chunks = new ArrayList<>();
        CompletableFuture<@Nullable Void> done = client.stream(Wire.REQUEST).forEach(chunks::add);
        send("""
                {"choices": [{"text": "", "index": 0, "logprobs": null, "finish_reason": null}],
                 "prompt_progress": {"total": 30, "cache": 10, "processed": 20, "time_ms": 4}}""", """
                {"choices": [{"text": " is", "index": 0, "finish_reason": "stop"}]}""");
        done.orTimeout(10, TimeUnit.SECONDS).join();

        assertThat(chunks)
                .extracting(LlamaCppResults::promptProgress)
                .containsExactly(new PromptProgress(30L, 10L, 20L, Duration.ofMillis(4)), null);
    }

    @Test
    void readsTheAdditionalChunksOfSglang() {
        Completion completion = collect("""
                {"choices": [{"index": 0, "text": "a", "token_ids": [5], "prompt_token_ids": [1, 2],
                  "finish_reason": null}]}""", """
                {"choices": [{"index": 0, "text": "b", "token_ids": [6], "finish_reason": "stop"}]}""", """
                {"choices": [], "sglext": {"cached_tokens_details": {"device": 2, "host": 0},
                  "spec_tokens_details": {"spec_accept_rate": 0.5, "spec_accept_length": 2.5,
                    "spec_num_correct_drafts": 6, "spec_num_proposed_drafts": 12, "spec_verify_ct": 4}}}""");

        assertThat(SglangResults.tokenIds(completion.choices().get(0))).isEqualTo(TokenIds.of(5, 6));
        assertThat(SglangResults.promptTokenIds(completion.choices().get(0))).isEqualTo(TokenIds.of(1, 2));
        assertThat(SglangResults.cachedTokens(completion)).isEqualTo(new CachedTokens(2L, 0L, null, null));
        assertThat(SglangResults.speculativeDecoding(completion))
                .containsExactly(new SpeculativeDecoding(4L, 12L, 6L, 0.5, 2.5));
    }

    private static Logprobs logprobs(Completion completion) {
        Choice choice = completion.choices().get(0);
        return Objects.requireNonNull(choice.logprobs());
    }

    private Completion complete(String json) {
        CompletableFuture<Completion> future = client.complete(Wire.REQUEST);
        Wire.answer(transport.next(), 200, json);
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Completion collect(String... chunks) {
        CompletableFuture<Completion> future = client.stream(Wire.REQUEST).collect();
        send(chunks);
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void send(String... chunks) {
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        for (String chunk : chunks) {
            exchange.data(Wire.event(chunk.replace("\n", " ")));
        }
        exchange.data(Wire.DONE);
        exchange.complete();
    }
}
