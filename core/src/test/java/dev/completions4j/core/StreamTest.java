// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.completions4j.ApiException;
import dev.completions4j.ClientClosedException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionAccumulator;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.FinishReason;
import dev.completions4j.JsonValue;
import dev.completions4j.MalformedResponseException;
import dev.completions4j.NetworkException;
import dev.completions4j.Prompt;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.Usage;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.TransportException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests streams: what the subscriber receives, and what the server sees of the subscriber's demand. */
class StreamTest {

    private final FakeTransport transport = new FakeTransport();
    private final CompletionsClient client = Wire.client(transport);

    @AfterEach
    void closeClient() {
        client.close();
    }

    private FakeExchange begin(Flow.Subscriber<CompletionChunk> subscriber) {
        client.stream(Wire.REQUEST).subscribe(subscriber);
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        return exchange;
    }

    @Test
    void deliversChunksAsTheyArriveAndCompletesOnDone() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);

        exchange.data(Wire.chunk(0, "a"));
        assertThat(subscriber.texts()).containsExactly("a");
        exchange.data(Wire.lastChunk(0, "b"));
        assertThat(subscriber.hasEnded()).isFalse();
        exchange.data(Wire.DONE);

        assertThat(subscriber.texts()).containsExactly("a", "b");
        assertThat(subscriber.failure()).isNull();
    }

    @Test
    void sendsARequestForEachSubscription() {
        var stream = client.stream(Wire.REQUEST);
        assertThat(transport.exchanges()).isZero();

        stream.subscribe(new RecordingSubscriber(1));
        stream.subscribe(new RecordingSubscriber(1));

        assertThat(transport.exchanges()).isEqualTo(2);
    }

    @Test
    void doesNotSendIfTheSubscriberCancelsInOnSubscribe() {
        client.stream(Wire.REQUEST).subscribe(new RecordingSubscriber(0) {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                super.onSubscribe(subscription);
                cancel();
            }
        });

        assertThat(transport.exchanges()).isZero();
    }

    @Test
    void doesNotSendIfTheSubscriberThrowsInOnSubscribe() {
        RecordingSubscriber subscriber = new RecordingSubscriber(0) {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                super.onSubscribe(subscription);
                request(0);
            }
        };
        client.stream(Wire.REQUEST).subscribe(subscriber);

        assertThat(subscriber.failure()).isInstanceOf(IllegalArgumentException.class);
        assertThat(transport.exchanges()).isZero();
    }

    @Test
    void readsNothingWithoutDemand() {
        RecordingSubscriber subscriber = new RecordingSubscriber(0);
        FakeExchange exchange = begin(subscriber);
        assertThat(exchange.requested()).isZero();

        subscriber.request(1);
        assertThat(exchange.requested()).isEqualTo(1);
    }

    @Test
    void retainsABufferWhenDemandEndsWithinIt() {
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        FakeExchange exchange = begin(subscriber);

        exchange.data(Wire.chunk(0, "a") + Wire.chunk(0, "b") + Wire.chunk(0, "c"));
        assertThat(subscriber.texts()).containsExactly("a");
        assertThat(exchange.requested()).isZero();

        subscriber.request(2);
        assertThat(subscriber.texts()).containsExactly("a", "b", "c");
        assertThat(exchange.requested()).isZero();

        subscriber.request(1);
        assertThat(exchange.requested()).isEqualTo(1);
    }

    /** A line that continues in the next buffer, or in none. */
    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "7, false", "7, true", "100, false", "100, true", "5000, false", "5000, true"})
    void joinsWhatArrivesInPieces(int length, boolean onExecutor) {
        String last = Wire.lastChunk(0, "end");
        joinsWhatArrivesInPieces(length, onExecutor, last.strip());
        joinsWhatArrivesInPieces(length, onExecutor, last + Wire.DONE);
        joinsWhatArrivesInPieces(length, onExecutor, last + Wire.DONE.strip());
    }

    private void joinsWhatArrivesInPieces(int length, boolean onExecutor, String ending) {
        CompletionsClient.Builder builder = CompletionsClient.builder()
                .baseUrl("http://localhost:8000")
                .transport(transport)
                .scheduler(new ManualTime());
        List<String> expected = new ArrayList<>();
        StringBuilder stream = new StringBuilder();
        for (String text : List.of("a", "b", "long".repeat(2000), "c", "", "\u00e9\u6d77", "d", "e")) {
            stream.append(Wire.chunk(0, text)).append(": comment\n\n");
            expected.add(text);
        }
        byte[] body = stream.append(ending).toString().getBytes(UTF_8);
        expected.add("end");

        try (CompletionsClient client = (onExecutor ? builder.executor(Runnable::run) : builder).build()) {
            RecordingSubscriber subscriber = new RecordingSubscriber(0);
            client.stream(Wire.REQUEST).subscribe(subscriber);
            FakeExchange exchange = transport.next();
            Wire.beginStream(exchange);
            for (int from = 0; from < body.length; from += length) {
                while (exchange.requested() == 0) {
                    subscriber.request(1);
                }
                exchange.data(Arrays.copyOfRange(body, from, Math.min(from + length, body.length)));
            }
            exchange.complete();
            while (!subscriber.hasEnded()) {
                subscriber.request(1);
            }

            assertThat(subscriber.failure()).isNull();
            assertThat(subscriber.texts()).isEqualTo(expected);
        }
    }

    @Test
    void completesWithoutDemand() {
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        FakeExchange exchange = begin(subscriber);

        exchange.data(Wire.lastChunk(0, "a") + Wire.DONE);

        assertThat(subscriber.failure()).isNull();
    }

    @Test
    void deliversAMillionChunksRequestedOneByOneInOnNext() {
        AtomicLong seen = new AtomicLong();
        CompletableFuture<Long> end = new CompletableFuture<>();
        FakeExchange exchange = begin(new OneByOne(seen, end));
        byte[] buffer = Wire.chunk(0, "a").repeat(10_000).getBytes(UTF_8);

        for (int i = 0; i < 100; i++) {
            exchange.data(buffer);
        }
        exchange.data(Wire.DONE);

        assertThat(end.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(1_000_000);
    }

    private record OneByOne(AtomicLong seen, CompletableFuture<Long> end, List<Flow.Subscription> subscription)
            implements Flow.Subscriber<CompletionChunk> {

        OneByOne(AtomicLong seen, CompletableFuture<Long> end) {
            this(seen, end, new ArrayList<>());
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription.add(subscription);
            subscription.request(1);
        }

        @Override
        public void onNext(CompletionChunk chunk) {
            seen.incrementAndGet();
            subscription.get(0).request(1);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(seen.get());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void failsASubscriberThatRequestsLessThanOne(long chunks) {
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        FakeExchange exchange = begin(subscriber);

        subscriber.request(chunks);

        assertThat(subscriber.failure())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.9");
        assertThat(exchange.isCancelled()).isTrue();
    }

    @Test
    void cancelsTheExchange() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);
        exchange.data(Wire.chunk(0, "a"));

        subscriber.cancel();
        exchange.data(Wire.chunk(0, "b"));

        assertThat(exchange.isCancelled()).isTrue();
        assertThat(subscriber.texts()).containsExactly("a");
        assertThat(subscriber.hasEnded()).isFalse();
    }

    @Test
    void deliversNothingMoreOfABufferAfterCancel() {
        List<String> texts = new ArrayList<>();
        CompletableFuture<Void> future = new CompletableFuture<>();
        FakeExchange exchange = begin(new RecordingSubscriber(Long.MAX_VALUE) {
            @Override
            public void onNext(CompletionChunk chunk) {
                texts.add(chunk.text());
                subscription().cancel();
            }
        });

        exchange.data(Wire.chunk(0, "a") + Wire.chunk(0, "b"));

        assertThat(texts).containsExactly("a");
        assertThat(exchange.isCancelled()).isTrue();
        assertThat(future).isNotDone();
    }

    @Test
    void cancelsTheExchangeOfASubscriberThatThrows() {
        List<Throwable> uncaught = new ArrayList<>();
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((t, e) -> uncaught.add(e));
        try {
            FakeExchange exchange = begin(new RecordingSubscriber(Long.MAX_VALUE) {
                @Override
                public void onNext(CompletionChunk chunk) {
                    throw new IllegalStateException("mine");
                }
            });
            exchange.data(Wire.chunk(0, "a"));

            assertThat(exchange.isCancelled()).isTrue();
            assertThat(uncaught).singleElement().hasToString("java.lang.IllegalStateException: mine");
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
    }

    @Test
    void readsTheBodyToItsEndAfterDone() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);

        exchange.data(Wire.lastChunk(0, "a") + Wire.DONE);
        assertThat(exchange.isCancelled()).isFalse();
        assertThat(exchange.requested()).isEqualTo(1);
        exchange.data(Wire.DONE);
        exchange.complete();

        assertThat(exchange.isCancelled()).isFalse();
        assertThat(subscriber.failure()).isNull();
    }

    @Test
    void abortsAServerThatKeepsSendingAfterDone() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);
        exchange.data(Wire.lastChunk(0, "a") + Wire.DONE);

        for (int i = 0; i < 9 && !exchange.isCancelled(); i++) {
            exchange.data(": more".repeat(1024 / 6) + "\n\n");
        }

        assertThat(exchange.isCancelled()).isTrue();
        assertThat(subscriber.texts()).containsExactly("a");
    }

    @Test
    void completesWithoutDoneIfAllChoicesFinished() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);

        exchange.data(Wire.lastChunk(0, "a") + Wire.lastChunk(1, "b"));
        exchange.complete();

        assertThat(subscriber.failure()).isNull();
    }

    @Test
    void deliversAChunkWithoutATerminatingBlankLine() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);

        exchange.data(Wire.chunk(0, "a") + Wire.lastChunk(0, "b").strip());
        exchange.complete();

        assertThat(subscriber.texts()).containsExactly("a", "b");
        assertThat(subscriber.failure()).isNull();
    }

    @Test
    void deliversAPendingChunkBeforeTheTruncation() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);

        exchange.data(Wire.chunk(0, "a") + Wire.chunk(0, "b").strip());
        exchange.complete();

        assertThat(subscriber.texts()).containsExactly("a", "b");
        assertThat(subscriber.failure()).isInstanceOf(TruncatedStreamException.class);
    }

    @Test
    void reportsAnErrorWithoutATerminatingBlankLine() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);

        exchange.data(Wire.chunk(0, "a") + "data: {\"error\": \"Out of memory\"}");
        exchange.complete();

        assertThat(subscriber.failure()).isInstanceOf(ApiException.class);
    }

    @Test
    void doesNotSkipANonAsciiEvent() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);

        exchange.data(Wire.event("éé"));

        assertThat(subscriber.failure()).isInstanceOf(MalformedResponseException.class);
    }

    @Test
    void acceptsDoneWithoutATerminatingBlankLine() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);

        exchange.data(Wire.chunk(0, "a") + "data:[DONE] ");
        exchange.complete();

        assertThat(subscriber.failure()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: {\"id\": \"cm", ": comment\n\n"})
    void reportsATruncatedBody(String ending) {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);

        exchange.data(Wire.chunk(0, "a") + Wire.chunk(0, "b") + ending);
        exchange.complete();

        assertThat(subscriber.texts()).containsExactly("a", "b");
        assertThat(subscriber.failure()).isInstanceOf(TruncatedStreamException.class);
        assertThat(partial(subscriber).text()).isEqualTo("ab");
    }

    @Test
    void reportsAStreamWithoutChunks() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        begin(subscriber).complete();

        assertThat(subscriber.failure()).isInstanceOf(TruncatedStreamException.class);
    }

    @Test
    void deliversReceivedChunksBeforeTheTruncation() {
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        FakeExchange exchange = begin(subscriber);
        exchange.data(Wire.chunk(0, "a") + Wire.chunk(0, "b") + "data: {\"choices\": [{\"text");
        Wire.fail(exchange, TransportException.Kind.RESET);
        assertThat(subscriber.hasEnded()).isFalse();

        subscriber.request(1);

        assertThat(subscriber.texts()).containsExactly("a", "b");
        assertThat(subscriber.failure())
                .isInstanceOf(TruncatedStreamException.class)
                .hasCauseInstanceOf(TransportException.class);
        assertThat(partial(subscriber).text()).isEqualTo("ab");
    }

    @Test
    void reportsOtherNetworkFailures() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);
        exchange.data(Wire.chunk(0, "a"));
        Wire.fail(exchange, TransportException.Kind.PROTOCOL);

        assertThat(subscriber.failure()).isInstanceOf(NetworkException.class);
        assertThat(partial(subscriber).text()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"error\": {\"message\": \"Out of memory\", \"type\": \"InternalServerError\", \"code\": 500}}\n\n",
                "data: {\"error\": \"Out of memory\"}\n\n",
                "data: {\"object\": \"error\", \"message\": \"Out of memory\"}\n\n",
                "event: error\ndata: Out of memory\n\n",
                "event: error\ndata: {\"message\": \"Out of memory\"}\n\n",
            })
    void reportsAnErrorWithinAStream(String error) {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);

        exchange.data(Wire.chunk(0, "a") + error + Wire.DONE);

        assertThat(subscriber.failure()).isInstanceOfSatisfying(ApiException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(ApiException.Kind.SERVER_ERROR);
            assertThat(failure.error().message()).isEqualTo("Out of memory");
        });
        assertThat(partial(subscriber).text()).isEqualTo("a");
    }

    @Test
    void reportsAnEventThatIsNotAChunk() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);

        exchange.data(Wire.chunk(0, "a") + Wire.event("{\"choices\": 1}"));

        assertThat(subscriber.failure())
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("choices should be an array but is a number");
        assertThat(partial(subscriber).text()).isEqualTo("a");
        assertThat(exchange.isCancelled()).isTrue();
    }

    @Test
    void reportsAnEventThatIsTooLarge() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);

        exchange.data("data: " + "x".repeat(4 * 1024 * 1024));

        assertThat(subscriber.failure()).isInstanceOf(MalformedResponseException.class);
    }

    @Test
    void reportsTheErrorStatusOfAStreamWithoutDemand() {
        RecordingSubscriber subscriber = new RecordingSubscriber(0);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        Wire.answer(transport.next(), 401, "{\"error\": {\"message\": \"Bad key\"}}");

        assertThat(subscriber.failure())
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ApiException.Kind.AUTHENTICATION));
    }

    @Test
    void deliversTheCompletionOfAServerThatDoesNotStream() {
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        Wire.answer(transport.next(), 200, Wire.DOCUMENTED);

        assertThat(subscriber.texts()).containsExactly("\n\nThis is indeed a test");
        assertThat(subscriber.failure()).isNull();
    }

    @Test
    void reportsAnErrorInASuccess() {
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        Wire.answer(transport.next(), 200, "{\"error\": \"Unexpected endpoint\"}");

        assertThat(subscriber.failure()).isInstanceOf(ApiException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x bogus", "text/x-bogus", "text/html"})
    void rejectsOtherContentTypes(String contentType) {
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        FakeExchange exchange = transport.next();
        exchange.head(200, contentType);
        exchange.data("data: data\n\n");
        exchange.complete();

        assertThat(subscriber.texts()).isEmpty();
        assertThat(subscriber.failure())
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("neither an event stream nor a completion");
    }

    private static Stream<CompletionRequest> requestsWithTwoPrompts() {
        CompletionRequest withoutPrompt = CompletionRequest.builder().model("m").build();
        return Stream.concat(
                Stream.of(Prompt.ofTexts("p", "q"), Prompt.ofTokenLists(new int[] {1}, new int[] {2}))
                        .map(prompt -> withoutPrompt.toBuilder().prompt(prompt).build()),
                Stream.of("[\"p\", \"q\"]", "[[1], [2]]", "[\"p\", [2]]")
                        .map(prompt -> withoutPrompt.toBuilder()
                                .additionalProperty("prompt", JsonValue.parse(prompt))
                                .build()));
    }

    /** Some servers answer one prompt after the other, and some only close the connection at the end. */
    @ParameterizedTest
    @MethodSource("requestsWithTwoPrompts")
    void isTruncatedIfItEndsBeforeTheFirstChoiceOfEachPrompt(CompletionRequest request) {
        CompletableFuture<Completion> cut = client.stream(request).collect();
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.lastChunk(0, "a"));
        exchange.complete();

        TruncatedStreamException failure = Failed.with(TruncatedStreamException.class, cut);
        assertThat(Objects.requireNonNull(failure.partial()).text()).isEqualTo("a");

        CompletableFuture<Completion> whole = client.stream(request).collect();
        exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.lastChunk(0, "a") + Wire.lastChunk(1, "b"));
        exchange.complete();

        assertThat(whole.join().choices()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"p\"", "[\"p\"]", "[1, 2]", "[1, \"p\"]", "[[1, 2]]", "[]", "null"})
    void isWholeAfterTheChoiceOfASinglePrompt(String prompt) {
        CompletableFuture<Completion> whole = client.stream(CompletionRequest.builder()
                        .model("m")
                        .additionalProperty("prompt", JsonValue.parse(prompt))
                        .build())
                .collect();
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.lastChunk(0, "a"));
        exchange.complete();

        assertThat(whole.join().text()).isEqualTo("a");
    }

    /** vLLM ignores an empty prompt beside embeddings, which clients that require a prompt send. */
    @ParameterizedTest
    @ValueSource(strings = {"\"AAH/\"", "[\"AAH/\"]"})
    void isWholeAfterTheChoiceOfASingleEmbedding(String embeddings) {
        CompletionRequest request = CompletionRequest.builder()
                .model("m")
                .additionalProperty("prompt_embeds", JsonValue.parse(embeddings))
                .build();
        for (CompletionRequest each : List.of(
                request,
                request.toBuilder().prompt("").build(),
                request.toBuilder()
                        .additionalProperty("prompt", JsonValue.of(""))
                        .build())) {
            CompletableFuture<Completion> whole = client.stream(each).collect();
            FakeExchange exchange = transport.next();
            Wire.beginStream(exchange);
            exchange.data(Wire.lastChunk(0, "a"));
            exchange.complete();

            assertThat(whole.join().text()).isEqualTo("a");
        }
    }

    /** Gateways declare anything, and what was generated is billed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain; charset=utf-8",
                "application/json",
                "Application/Octet-Stream",
                "application/x-ndjson"
            })
    void readsEventStreamsOfUnspecificTypes(String contentType) {
        for (String before : List.of(
                "", "\uFEFF", "\n\n", " ", "\t", "\uFEFF \n\t", ": comment\n\n", "retry: 1\n", "event: completion\n")) {
            byte[] body = (before + Wire.chunk(0, "a") + Wire.lastChunk(0, "b") + Wire.DONE).getBytes(UTF_8);
            for (int length : List.of(1, 2, 5, body.length)) {
                RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
                client.stream(Wire.REQUEST).subscribe(subscriber);
                FakeExchange exchange = transport.next();
                exchange.head(200, contentType);
                for (int i = 0; i < body.length && !subscriber.hasEnded(); i += length) {
                    exchange.data(Arrays.copyOfRange(body, i, Math.min(body.length, i + length)));
                }

                assertThat(subscriber.texts()).containsExactly("a", "b");
                assertThat(subscriber.failure()).isNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "data", "data is missing", "\uFEFF", "x: data: ", "<html>", "{", "ready"})
    void reportsABodyThatOnlyBeginsLikeAnEventStream(String body) {
        CompletableFuture<Completion> collected = client.stream(Wire.REQUEST).collect();
        FakeExchange exchange = transport.next();
        exchange.head(200, "text/plain");
        if (!body.isEmpty()) {
            exchange.data(body + " ".repeat(100));
        }
        exchange.complete();

        assertThat(Failed.with(MalformedResponseException.class, collected))
                .hasMessageContaining("neither an event stream nor a completion");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream;charset=windows-1252", "text/event-stream;", "TEXT/Event-Stream"})
    void readsEventStreamsAsUtf8WithAnyParameters(String contentType) {
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        FakeExchange exchange = transport.next();
        exchange.head(200, contentType);
        exchange.data(Wire.chunk(0, "ok…"));

        assertThat(subscriber.texts()).containsExactly("ok…");
    }

    @Test
    void failsStreamsInFlightWhenTheClientIsClosed() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        FakeExchange exchange = begin(subscriber);
        exchange.data(Wire.chunk(0, "a"));

        client.close();

        assertThat(subscriber.failure()).isInstanceOf(ClientClosedException.class);
        assertThat(partial(subscriber).text()).isEqualTo("a");
        assertThat(exchange.isCancelled()).isTrue();
    }

    @Test
    void collectsTheUnstreamedCompletion() {
        CompletableFuture<Completion> whole = client.complete(Wire.REQUEST);
        Wire.answer(transport.next(), 200, """
                {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "m",
                 "choices": [
                   {"index": 0, "text": "ab", "finish_reason": "stop",
                    "logprobs": {"tokens": ["a", "b"], "token_logprobs": [-1, -2], "text_offset": [0, 1],
                                 "top_logprobs": [{"a": -1}, {"b": -2}]}},
                   {"index": 1, "text": "c", "finish_reason": "length", "logprobs": null}],
                 "usage": {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}}""");
        CompletableFuture<Completion> collected = client.stream(Wire.REQUEST).collect();
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        for (String data : List.of("""
                {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "m", "usage": null, "choices": [{"index": 1, "text": "c", "finish_reason": null, "logprobs": null}]}""", """
                {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "m", "usage": null, "obfuscation": "xx", "choices": [{"index": 0, "text": "a", "finish_reason": null, "logprobs": {"tokens": ["a"], "token_logprobs": [-1], "text_offset": [0], "top_logprobs": [{"a": -1}]}}]}""", """
                {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "m", "usage": null, "choices": [{"index": 1, "text": "", "finish_reason": "length", "logprobs": null}]}""", """
                {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "m", "usage": null, "choices": [{"index": 0, "text": "b", "finish_reason": "stop", "logprobs": {"tokens": ["b"], "token_logprobs": [-2], "text_offset": [1], "top_logprobs": [{"b": -2}]}}]}""", """
                {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "m", "choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}}""", "[DONE]")) {
            exchange.data(Wire.event(data));
        }

        assertThat(collected.join())
                .usingRecursiveComparison()
                .ignoringFields("response")
                .isEqualTo(whole.join());
    }

    @Test
    void sumsTheUsageOfEachChoice() {
        assertThat(usageOf("""
                {"choices": [{"index": 0, "text": "a", "finish_reason": "stop"}], "usage": {"prompt_tokens": 2, "completion_tokens": 1, "total_tokens": 3}}""", """
                {"choices": [{"index": 1, "text": "b", "finish_reason": "stop"}], "usage": {"prompt_tokens": 2, "completion_tokens": 4, "total_tokens": 6}}""")).isEqualTo(new Usage(4, 5, 9, null, null, Map.of()));
    }

    @Test
    void ignoresZerosBeforeTheEnd() {
        assertThat(usageOf("""
                {"choices": [{"index": 0, "text": "a"}], "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}}""", """
                {"choices": [{"index": 0, "text": "b", "finish_reason": "stop"}], "usage": {"prompt_tokens": 2, "completion_tokens": 4, "total_tokens": 6}}""")).isEqualTo(new Usage(2, 4, 6, null, null, Map.of()));
    }

    private Usage usageOf(String... chunks) {
        CompletableFuture<Completion> collected = client.stream(Wire.REQUEST).collect();
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        for (String chunk : chunks) {
            exchange.data(Wire.event(chunk));
        }
        exchange.data(Wire.DONE);
        Usage usage = collected.join().usage();
        assertThat(usage).isNotNull();
        return Objects.requireNonNull(usage);
    }

    @Test
    void callsAnActionForEachChunk() {
        List<String> texts = new ArrayList<>();
        CompletableFuture<?> future = client.stream(Wire.REQUEST).forEach(chunk -> texts.add(chunk.text()));
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.chunk(0, "a") + Wire.lastChunk(0, "b"));
        assertThat(future).isNotDone();
        exchange.data(Wire.DONE);

        assertThat(future).isCompleted();
        assertThat(texts).containsExactly("a", "b");
    }

    @Test
    void providesTheTextSoFarToAnAccumulator() {
        CompletionAccumulator accumulator = client.newAccumulator();
        assertThat(accumulator.snapshot()).isNull();
        List<String> soFar = new ArrayList<>();
        var unused = client.stream(Wire.REQUEST).forEach(chunk -> {
            accumulator.add(chunk);
            soFar.add(Objects.requireNonNull(accumulator.snapshot()).text());
        });
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.chunk(0, "a") + Wire.lastChunk(0, "b"));

        assertThat(soFar).containsExactly("a", "ab");
    }

    @Test
    void failsWithTheExceptionOfTheAction() {
        CompletableFuture<?> future = client.stream(Wire.REQUEST).forEach(chunk -> {
            throw new IllegalStateException("mine");
        });
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.chunk(0, "a"));

        assertThat(catchThrowableOfType(CompletionException.class, future::join))
                .hasRootCauseMessage("mine");
        assertThat(exchange.isCancelled()).isTrue();
    }

    @Test
    void cancelsTheStreamWhenItsFutureIsCancelled() {
        CompletableFuture<Completion> collected = client.stream(Wire.REQUEST).collect();
        FakeExchange exchange = transport.next();

        assertThat(collected.thenApply(Completion::text).cancel(false)).isTrue();
        assertThat(exchange.isCancelled()).isTrue();
    }

    @Test
    void sharesTheResponseInfoAmongChunks() {
        List<CompletionChunk> chunks = new ArrayList<>();
        var unused = client.stream(Wire.REQUEST).forEach(chunks::add);
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.chunk(0, "a") + Wire.lastChunk(0, "b"));

        assertThat(chunks.get(0).response().status()).isEqualTo(200);
        assertThat(chunks.get(0).response().attempts()).isEqualTo(1);
        assertThat(chunks.get(1).response()).isSameAs(chunks.get(0).response());
        assertThat(chunks.get(1).choices().get(0).finishReason()).isEqualTo(FinishReason.STOP);
    }

    private static Completion partial(RecordingSubscriber subscriber) {
        Throwable failure = subscriber.failure();
        assertThat(failure).isInstanceOf(CompletionsClientException.class);
        Completion partial = ((CompletionsClientException) Objects.requireNonNull(failure)).partial();
        return Objects.requireNonNull(partial, "partial");
    }
}
