// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.CallOptions;
import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.JsonValue.JsonObject;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.ModelList;
import dev.completions4j.Prompt;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.Usage;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CallResult;
import dev.completions4j.observe.CompletionsInterceptor;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the limits of what a client keeps of a response. */
class ResponseLimitTest {

    private static final int MEBIBYTE = 1024 * 1024;

    private static final CallOptions SMALL =
            CallOptions.builder().maxResponseBytes(10_000).build();

    private static final CallOptions WITHOUT_TEXT =
            CallOptions.builder().keepText(false).build();

    private final FakeTransport transport = new FakeTransport();
    private final CompletionsClient client = Wire.client(transport);

    @AfterEach
    void closeClient() {
        client.close();
    }

    private FakeExchange begin(RecordingSubscriber subscriber, CallOptions options) {
        client.stream(Wire.REQUEST, options).subscribe(subscriber);
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        return exchange;
    }

    @Test
    void failsAStreamWithMoreThan64MebibytesOfText() {
        CountingSubscriber subscriber = new CountingSubscriber();
        FakeExchange exchange = begin(subscriber, CallOptions.none());
        String event = Wire.chunk(0, "x".repeat(MEBIBYTE));
        for (int sent = 0; sent < 32; sent++) {
            exchange.data(event);
            assertThat(subscriber.hasEnded()).isFalse();
        }
        exchange.data(event);

        assertThat(subscriber.failure())
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("limit of 67108864 bytes")
                .hasMessageContaining("maxResponseBytes");
        assertThat(partial(subscriber).text()).hasSize(33 * MEBIBYTE);
        assertThat(exchange.isCancelled()).isTrue();
    }

    /** Each takes about 5,000 bytes, so that two are within the limit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"text\": \"%1$s\"",
                "\"text\": \"\", \"token_ids\": [%2$s]",
                "\"text\": \"\", \"p%3$d\": \"%1$s\"",
                "\"text\": \"\", \"logprobs\": {\"tokens\": [\"%1$s\"]}",
                "\"text\": \"\", \"logprobs\": {\"tokens\": [\"a\"], \"top_logprobs\": [{\"%1$s\": -1}]}",
                "\"text\": \"\", \"logprobs\": {\"content\": [{\"token\": \"a\", \"bytes\": [%2$s]}]}",
                "\"text\": \"\", \"logprobs\": {\"x%3$d\": [%2$s]}",
                "\"text\": \"\"}], \"p%3$d\": {\"%1$s\": 1}, \"y\": [{",
            })
    void countsEverythingThatIsKept(String content) {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber, SMALL);
        for (int sent = 0; sent < 3 && !subscriber.hasEnded(); sent++) {
            String filled = content.formatted("x".repeat(2_200), "1,".repeat(65) + "1", sent);
            exchange.data(Wire.event("{\"choices\": [{\"index\": 0, " + filled + "}]}"));
        }

        assertThat(subscriber.failure())
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("limit of 10000 bytes");
        assertThat(subscriber.chunks()).hasSize(2);
        assertThat(partial(subscriber).choices()).hasSize(1);
    }

    @Test
    void doesNotCountReplacedValues() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber, SMALL);
        for (int sent = 0; sent < 1_000; sent++) {
            exchange.data(Wire.event("{\"choices\": [{\"index\": 0, \"text\": \"\", \"stop_reason\": \"x" + sent
                    + "\"}], \"timings\": {\"predicted\": " + sent + "}, \"obfuscation\": \"" + "x".repeat(100)
                    + "\"}"));
        }
        exchange.data(Wire.DONE);

        assertThat(subscriber.failure()).isNull();
        assertThat(subscriber.hasEnded()).isTrue();
    }

    @Test
    void isTheCallsOrElseTheClients() {
        try (CompletionsClient limited = CompletionsClient.builder()
                .baseUrl("http://localhost:8000")
                .transport(transport)
                .maxResponseBytes(100)
                .build()) {
            CompletableFuture<Completion> ofClient = limited.complete(Wire.REQUEST);
            Responses.ok(transport.next());
            assertThat(Failed.with(MalformedResponseException.class, ofClient))
                    .hasMessageContaining("The body exceeds the limit of 100 bytes (maxResponseBytes)");

            CompletableFuture<Completion> ofCall = limited.complete(Wire.REQUEST, SMALL);
            Responses.ok(transport.next());
            assertThat(ofCall).isCompleted();

            CompletableFuture<Completion> streamed =
                    limited.stream(Wire.REQUEST).collect();
            Wire.answer(transport.next(), 200, Wire.DOCUMENTED);
            assertThat(Failed.with(MalformedResponseException.class, streamed)).hasMessageContaining("limit of 100");

            CompletableFuture<ModelList> models = limited.models();
            Wire.answer(transport.next(), 200, "{\"data\": [], \"x\": \"" + "x".repeat(100) + "\"}");
            assertThat(Failed.with(MalformedResponseException.class, models)).hasMessageContaining("limit of 100");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void mustBePositive(long bytes) {
        assertThatThrownBy(() -> CallOptions.builder().maxResponseBytes(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxResponseBytes is " + bytes + "; it must be positive");
        assertThatThrownBy(() -> CompletionsClient.builder().maxResponseBytes(bytes))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isPartOfTheOptions() {
        CallOptions options =
                CallOptions.builder().maxResponseBytes(7).keepText(false).build();

        assertThat(options.maxResponseBytes()).isEqualTo(7);
        assertThat(options.keepsText()).isFalse();
        assertThat(options.toBuilder().build()).isEqualTo(options).hasSameHashCodeAs(options);
        assertThat(options).isNotEqualTo(CallOptions.none()).hasToString(options.toString());
        assertThat(CallOptions.none().keepsText()).isTrue();
        assertThat(CallOptions.none().maxResponseBytes()).isNull();
    }

    @Test
    void doesNotLimitAStreamThatKeepsNoText() {
        CountingSubscriber subscriber = new CountingSubscriber();
        FakeExchange exchange = begin(
                subscriber, WITHOUT_TEXT.toBuilder().maxResponseBytes(1_000).build());
        String event = Wire.chunk(0, "x".repeat(1_000));
        String parsed = Wire.event("{\"choices\": [{\"index\": 0, \"text\": \"\", \"token_ids\": [1, 2], \"logprobs\":"
                + " {\"tokens\": [\"a\"], \"x\": [1]}}], \"p\": [1], \"usage\": {\"prompt_tokens\": 1}}");
        for (int sent = 0; sent < 1_000; sent++) {
            exchange.data(event + parsed);
        }
        assertThat(subscriber.characters).isEqualTo(1_000_000);
        exchange.complete();

        assertThat(subscriber.failure()).isInstanceOf(TruncatedStreamException.class);
        assertThat(partial(subscriber)).satisfies(partial -> {
            assertThat(partial.id()).isEqualTo("cmpl-1");
            assertThat(partial.choices()).containsExactly(new Choice(0, "", null));
            assertThat(partial.usage()).extracting(Usage::promptTokens).isEqualTo(1L);
            assertThat(partial.additionalProperties()).isEqualTo(Map.of());
        });
    }

    @Test
    void reportsFinishReasonsOfAStreamThatKeepsNoText() {
        CallResult[] seen = new CallResult[1];
        try (CompletionsClient observed = CompletionsClient.builder()
                .baseUrl("http://localhost:8000")
                .transport(transport)
                .listener(call -> new CallListener() {
                    @Override
                    public void onEnd(CallResult result) {
                        seen[0] = result;
                    }
                })
                .build()) {
            RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
            observed.stream(Wire.REQUEST, WITHOUT_TEXT).subscribe(subscriber);
            FakeExchange exchange = transport.next();
            Wire.beginStream(exchange);
            exchange.data(Wire.chunk(0, "a") + Wire.lastChunk(0, "b") + Wire.DONE);

            assertThat(subscriber.text()).isEqualTo("ab");
            assertThat(Objects.requireNonNull(seen[0].completion()).choices())
                    .containsExactly(new Choice(0, "", FinishReason.STOP));
        }
    }

    @Test
    void doesNotAffectCollect() {
        CompletableFuture<Completion> collected =
                client.stream(Wire.REQUEST, WITHOUT_TEXT).collect();
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.chunk(0, "a") + Wire.lastChunk(0, "b") + Wire.DONE);

        assertThat(collected.join().text()).isEqualTo("ab");
    }

    /** Interceptors whose streams are the client's own, and a publisher that the client does not know. */
    enum Interceptor implements CompletionsInterceptor {
        FORWARDING,

        WRAPPING {
            @Override
            public Flow.Publisher<CompletionChunk> stream(CompletionRequest request, CallOptions options, Chain chain) {
                return subscriber -> chain.stream(request, options).subscribe(subscriber);
            }
        },

        RAISING {
            @Override
            public Flow.Publisher<CompletionChunk> stream(CompletionRequest request, CallOptions options, Chain chain) {
                return chain.stream(
                        request, options.toBuilder().maxResponseBytes(MEBIBYTE).build());
            }
        }
    }

    private CompletableFuture<Completion> collect(Interceptor interceptor, int characters) {
        try (CompletionsClient intercepted = CompletionsClient.builder()
                .baseUrl("http://localhost:8000")
                .transport(transport)
                .maxResponseBytes(10_000)
                .interceptor(interceptor)
                .build()) {
            CompletableFuture<Completion> collected =
                    intercepted.stream(Wire.REQUEST, WITHOUT_TEXT).collect();
            FakeExchange exchange = transport.next();
            Wire.beginStream(exchange);
            exchange.data(Wire.chunk(0, "x".repeat(characters / 2)));
            exchange.data(Wire.lastChunk(0, "x".repeat(characters / 2)) + Wire.DONE);
            return collected;
        }
    }

    @ParameterizedTest
    @EnumSource(Interceptor.class)
    void collectsThroughInterceptors(Interceptor interceptor) {
        assertThat(collect(interceptor, 4_000).join().text()).hasSize(4_000);
    }

    @ParameterizedTest
    @EnumSource(
            value = Interceptor.class,
            names = {"FORWARDING", "WRAPPING"})
    void appliesToCollectThroughInterceptors(Interceptor interceptor) {
        MalformedResponseException failure = Failed.with(MalformedResponseException.class, collect(interceptor, 6_000));

        assertThat(failure).hasMessageContaining("limit of 10000 bytes").hasMessageContaining("maxResponseBytes");
        assertThat(Objects.requireNonNull(failure.partial()).text()).hasSize(6_000);
        assertThat(Objects.requireNonNull(failure.response()).status()).isEqualTo(200);
    }

    @Test
    void isTheOneThatAnInterceptorHasSet() {
        assertThat(collect(Interceptor.RAISING, 6_000).join().text()).hasSize(6_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\n\n"})
    void appliesToTheLastEventHoweverItEnds(String lineEnds) {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange =
                begin(subscriber, CallOptions.builder().maxResponseBytes(30).build());
        exchange.data(Wire.chunk(0, "x".repeat(10)));
        exchange.data(Wire.lastChunk(0, "x".repeat(10)).strip() + lineEnds);
        exchange.complete();

        assertThat(subscriber.failure())
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("limit of 30 bytes");
    }

    @Test
    void failsAStreamWithUnrequestedChoices() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber, CallOptions.none());
        for (int index = 0; index <= 128; index++) {
            exchange.data(Wire.chunk(index, "a"));
        }

        assertThat(subscriber.failure())
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("A choice's index is 128; it must be from 0 to 127");
        assertThat(partial(subscriber).choices()).hasSize(128);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 127, 599})
    void acceptsTheChoicesOfAllPrompts(int index) {
        CompletionRequest request = CompletionRequest.builder()
                .model("m")
                .prompt(Prompt.ofTexts("x", "y", "z"))
                .n(100)
                .bestOf(200)
                .build();

        assertThat(complete(request, index)).isCompleted();
        Failed.with(MalformedResponseException.class, complete(request, 600));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"prompt\": [\"x\", \"y\", \"z\"]}",
                "{\"prompt\": [\"x\", [1], [\"y\", 2]]}",
                "{\"prompt\": [[1], [2]], \"prompt_embeds\": \"AAH/\"}",
                "{\"prompt_embeds\": [\"AAH/\", \"AAH/\", \"AAH/\"]}",
            })
    void acceptsTheChoicesOfAllPromptsInAdditionalProperties(String prompts) {
        CompletionRequest.Builder builder =
                CompletionRequest.builder().model("m").n(100);
        ((JsonObject) JsonValue.parse(prompts)).members().forEach(builder::additionalProperty);
        CompletionRequest request = builder.build();

        assertThat(complete(request, 299)).isCompleted();
        Failed.with(MalformedResponseException.class, complete(request, 300));
    }

    private CompletableFuture<Completion> complete(CompletionRequest request, int index) {
        CompletableFuture<Completion> result = client.complete(request);
        Wire.answer(transport.next(), 200, "{\"choices\": [{\"index\": " + index + ", \"text\": \"a\"}]}");
        return result;
    }

    private static Completion partial(RecordingSubscriber subscriber) {
        @Nullable Throwable failure = subscriber.failure();
        return Objects.requireNonNull(
                ((CompletionsClientException) Objects.requireNonNull(failure)).partial(), "partial");
    }
}
