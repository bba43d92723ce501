// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.ChunkIterator;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.Timeout;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests timeouts in manual time. */
class TimeoutTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NANO = Duration.ofNanos(1);

    private final FakeTransport transport = new FakeTransport();
    private final ManualTime time = new ManualTime();
    private final CompletionsClient client = client().build();

    private CompletionsClient.Builder client() {
        return CompletionsClient.builder()
                .retries(RetrySettings.off())
                .baseUrl("http://localhost:8000")
                .transport(transport)
                .scheduler(time)
                .executor(Runnable::run);
    }

    @AfterEach
    void leavesNoTimer() {
        client.close();
        assertThat(time.pendingTasks()).isZero();
    }

    private RecordingSubscriber subscribe(CallOptions options, long demand) {
        RecordingSubscriber subscriber = new RecordingSubscriber(demand);
        client.stream(Wire.REQUEST, options).subscribe(subscriber);
        return subscriber;
    }

    private static CallOptions limit(Timeout timeout, Duration limit) {
        return CallOptions.builder().timeout(timeout, limit).build();
    }

    private FakeExchange begin() {
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        return exchange;
    }

    private static CallTimeoutException assertPassed(
            RecordingSubscriber subscriber, FakeExchange exchange, Timeout timeout) {
        assertThat(exchange.isCancelled()).isTrue();
        assertThat(subscriber.failure()).isInstanceOf(CallTimeoutException.class);
        CallTimeoutException failure = (CallTimeoutException) Objects.requireNonNull(subscriber.failure());
        assertThat(failure.timeout()).isEqualTo(timeout);
        return failure;
    }

    @ParameterizedTest
    @CsvSource({"600, TOTAL, false", "60, RESPONSE_HEADERS, true"})
    void waitsForTheHeadersUntilTheDefaultTimeout(int seconds, Timeout timeout, boolean streamed) {
        CompletableFuture<Completion> completion =
                streamed ? client.stream(Wire.REQUEST).collect() : client.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();

        time.advance(Duration.ofSeconds(seconds).minus(NANO));
        assertThat(completion).isNotDone();
        time.advance(NANO);

        CallTimeoutException failure = Failed.with(CallTimeoutException.class, completion);
        assertThat(failure.timeout()).isEqualTo(timeout);
        assertThat(failure.limit()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(failure).hasMessageContaining(timeout.name()).hasMessageContaining("received until then: nothing");
        assertThat(failure.response()).isNull();
        assertThat(exchange.isCancelled()).isTrue();
    }

    @Test
    void failsAStreamAfterTheTotalTimeoutWhateverArrives() {
        RecordingSubscriber subscriber = subscribe(limit(Timeout.TOTAL, Duration.ofSeconds(10)), Long.MAX_VALUE);
        FakeExchange exchange = begin();
        for (int i = 0; i < 10; i++) {
            exchange.data(Wire.chunk(0, "x"));
            assertThat(subscriber.hasEnded()).isFalse();
            time.advance(SECOND);
        }

        CallTimeoutException failure = assertPassed(subscriber, exchange, Timeout.TOTAL);
        assertThat(Objects.requireNonNull(failure.partial()).text()).isEqualTo("xxxxxxxxxx");
        assertThat(failure).hasMessageContaining("of 10 s").hasMessageContaining("200 and 10 chunks");
    }

    @Test
    void doesNotCountCommentsAsChunks() {
        CallOptions options = CallOptions.builder()
                .timeout(Timeout.FIRST_CHUNK, Duration.ofSeconds(5))
                .timeout(Timeout.BETWEEN_CHUNKS, Duration.ofSeconds(3))
                .build();
        RecordingSubscriber subscriber = subscribe(options, Long.MAX_VALUE);
        FakeExchange exchange = begin();

        time.advance(Duration.ofSeconds(4));
        exchange.data(": still there\n\n");
        exchange.data(Wire.chunk(0, "a"));
        time.advance(Duration.ofSeconds(2));
        exchange.data(": still there\n\n");
        time.advance(SECOND.minus(NANO));
        assertThat(subscriber.hasEnded()).isFalse();
        time.advance(NANO);

        assertPassed(subscriber, exchange, Timeout.BETWEEN_CHUNKS);
    }

    @Test
    void measuresFirstChunkFromSending() {
        RecordingSubscriber subscriber = subscribe(limit(Timeout.FIRST_CHUNK, Duration.ofSeconds(5)), Long.MAX_VALUE);
        time.advance(Duration.ofSeconds(3));
        FakeExchange exchange = begin();
        time.advance(SECOND);
        exchange.data(": processing\n\n");
        time.advance(SECOND);

        assertPassed(subscriber, exchange, Timeout.FIRST_CHUNK);
    }

    @ParameterizedTest
    @EnumSource(
            value = Timeout.class,
            names = {"RESPONSE_HEADERS", "FIRST_CHUNK"})
    void doesNotApplyToTheBodyOfAnError(Timeout timeout) {
        CompletableFuture<Completion> completion =
                client.stream(Wire.REQUEST, limit(timeout, SECOND)).collect();
        FakeExchange exchange = transport.next();
        exchange.head(400, "application/json");
        time.advance(Duration.ofSeconds(9));
        exchange.data("{\"error\": {\"message\": \"no\"}}");
        exchange.complete();

        assertThat(Failed.with(ApiException.class, completion).status()).isEqualTo(400);
    }

    /** A timeout that expires at the last moment is handled by an executor, which may take its time. */
    @Test
    void doesNotEndAnAttemptWhoseErrorHasArrivedMeanwhile() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        try (CompletionsClient busy = client().executor(tasks::add).build()) {
            CompletableFuture<Completion> completion =
                    busy.complete(Wire.REQUEST, limit(Timeout.RESPONSE_HEADERS, SECOND));
            FakeExchange exchange = transport.next();
            time.advance(SECOND);
            exchange.head(400, "application/json");
            tasks.remove().run();
            exchange.data("{\"error\": {\"message\": \"no\"}}");
            exchange.complete();
            tasks.remove().run();

            assertThat(Failed.with(ApiException.class, completion).status()).isEqualTo(400);
        }
    }

    @Test
    void pausesFirstChunkUntilTheNextAttempt() {
        CallOptions options = CallOptions.builder()
                .timeout(Timeout.FIRST_CHUNK, Duration.ofSeconds(3))
                .maxAttempts(3)
                .build();
        try (CompletionsClient patient = client().retryPolicy((attempts, failure) -> Duration.ofSeconds(10))
                .build()) {
            RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
            patient.stream(Wire.REQUEST, options).subscribe(subscriber);
            time.advance(SECOND);
            transport.next().fail(TransportException.Kind.RESET, RequestProgress.NOT_SENT);
            time.advance(Duration.ofSeconds(11));
            transport.next().head(503, "application/json");
            time.advance(Duration.ofSeconds(20));
            FakeExchange exchange = begin();
            time.advance(SECOND.minus(NANO));
            assertThat(subscriber.hasEnded()).isFalse();
            time.advance(NANO);

            assertPassed(subscriber, exchange, Timeout.FIRST_CHUNK);
        }
    }

    @Test
    void countsCommentsAsReads() {
        RecordingSubscriber subscriber = subscribe(CallOptions.none(), Long.MAX_VALUE);
        FakeExchange exchange = begin();
        for (int i = 0; i < 5; i++) {
            time.advance(Duration.ofSeconds(59));
            exchange.data(": still there\n\n");
        }
        time.advance(Duration.ofMinutes(1).minus(NANO));
        assertThat(subscriber.hasEnded()).isFalse();
        time.advance(NANO);

        assertPassed(subscriber, exchange, Timeout.READ_IDLE);
    }

    @Test
    void failsAResponseThatStallsWithinItsBody() {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();
        time.advance(Duration.ofSeconds(500));
        exchange.head(200, "application/json");
        time.advance(Duration.ofSeconds(59));
        exchange.data("{");
        time.advance(Duration.ofMinutes(1));

        // The total timeout would have passed later.
        assertThat(Failed.with(CallTimeoutException.class, completion).timeout())
                .isIn(Timeout.READ_IDLE, Timeout.TOTAL);
        assertThat(exchange.isCancelled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Timeout.class,
            names = {"FIRST_CHUNK", "BETWEEN_CHUNKS", "FIRST_DEMAND", "CONSUMER_STALL"})
    void doesNotApplyStreamTimeoutsToNonStreamingCalls(Timeout timeout) {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST, limit(timeout, SECOND));
        FakeExchange exchange = transport.next();
        time.advance(Duration.ofSeconds(2));
        exchange.head(200, "application/json");
        exchange.data(" ");
        time.advance(Duration.ofSeconds(2));
        exchange.data(Wire.DOCUMENTED);
        exchange.complete();

        assertThat(completion).isCompleted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"READ_IDLE", "BETWEEN_CHUNKS", "FIRST_CHUNK"})
    void pausesWithoutDemand(Timeout timeout) {
        CallOptions options = CallOptions.builder()
                .timeout(timeout, Duration.ofSeconds(3))
                .noTimeout(Timeout.TOTAL)
                .noTimeout(Timeout.FIRST_DEMAND)
                .build();
        RecordingSubscriber subscriber = subscribe(options, 0);
        FakeExchange exchange = begin();
        time.advance(Duration.ofHours(1));
        subscriber.request(1);
        if (timeout != Timeout.FIRST_CHUNK) {
            exchange.data(Wire.chunk(0, "a") + Wire.chunk(0, "b"));
            time.advance(Duration.ofHours(1));
            subscriber.request(1);
            time.advance(Duration.ofHours(1));
            subscriber.request(1);
        }
        time.advance(Duration.ofSeconds(3).minus(NANO));
        assertThat(subscriber.hasEnded()).isFalse();
        time.advance(NANO);

        assertPassed(subscriber, exchange, timeout);
    }

    @Test
    void sumsTheWaitsForOneChunk() {
        RecordingSubscriber subscriber = subscribe(limit(Timeout.BETWEEN_CHUNKS, Duration.ofSeconds(3)), 2);
        FakeExchange exchange = begin();
        exchange.data(Wire.chunk(0, "a"));
        time.advance(Duration.ofSeconds(2));
        exchange.data(": half\n");
        time.advance(SECOND.minus(NANO));
        assertThat(subscriber.hasEnded()).isFalse();
        time.advance(NANO);

        assertPassed(subscriber, exchange, Timeout.BETWEEN_CHUNKS);
    }

    @Test
    void failsAStreamWithoutFirstDemand() {
        RecordingSubscriber subscriber = subscribe(CallOptions.none(), 0);
        time.advance(Duration.ofSeconds(20));
        FakeExchange exchange = begin();
        time.advance(Duration.ofSeconds(30));

        assertPassed(subscriber, exchange, Timeout.FIRST_DEMAND);
    }

    @Test
    void failsAStreamWhoseSubscriberStopsRequesting() {
        RecordingSubscriber subscriber = subscribe(limit(Timeout.CONSUMER_STALL, Duration.ofSeconds(3)), 1);
        FakeExchange exchange = begin();
        time.advance(Duration.ofSeconds(40));
        exchange.data(Wire.chunk(0, "a") + Wire.chunk(0, "b"));
        time.advance(Duration.ofSeconds(2));
        subscriber.request(1);
        time.advance(Duration.ofSeconds(3).minus(NANO));
        assertThat(subscriber.hasEnded()).isFalse();
        time.advance(NANO);

        CallTimeoutException failure = assertPassed(subscriber, exchange, Timeout.CONSUMER_STALL);
        assertThat(Objects.requireNonNull(failure.partial()).text()).isEqualTo("ab");
    }

    @Test
    void doesNotBlameASubscriberWithDemandForASlowServer() {
        RecordingSubscriber subscriber = subscribe(limit(Timeout.CONSUMER_STALL, Duration.ofSeconds(3)), 1);
        FakeExchange exchange = begin();
        exchange.data(Wire.chunk(0, "a") + Wire.chunk(0, "b"));
        time.advance(Duration.ofSeconds(2));
        subscriber.request(2);
        time.advance(Duration.ofSeconds(50));
        assertThat(subscriber.text()).isEqualTo("ab");
        exchange.data(Wire.chunk(0, "c"));
        time.advance(Duration.ofSeconds(3).minus(NANO));
        assertThat(subscriber.hasEnded()).isFalse();
        time.advance(NANO);

        assertPassed(subscriber, exchange, Timeout.CONSUMER_STALL);
    }

    @Test
    void doesNotBlameAnIteratorThatHasPausedForASlowServer() {
        CallOptions options = limit(Timeout.CONSUMER_STALL, Duration.ofSeconds(3));
        try (ChunkIterator chunks = client.stream(Wire.REQUEST, options).blockingIterator()) {
            FakeExchange exchange = begin();
            exchange.data(Wire.chunk(0, "a").repeat(40));
            time.advance(Duration.ofSeconds(2));
            for (int i = 0; i < 40; i++) {
                assertThat(chunks.next().text()).isEqualTo("a");
            }
            time.advance(Duration.ofSeconds(50));
            exchange.data(Wire.lastChunk(0, "b") + Wire.DONE);

            assertThat(chunks.next().text()).isEqualTo("b");
            assertThat(chunks.hasNext()).isFalse();
        }
    }

    @Test
    void doesNotCountTimeInsideCallbacks() {
        RecordingSubscriber slow = new RecordingSubscriber(Long.MAX_VALUE) {
            @Override
            public void onNext(CompletionChunk chunk) {
                time.advance(Duration.ofSeconds(100));
            }
        };
        CallOptions options = limit(Timeout.BETWEEN_CHUNKS, SECOND);
        client.stream(Wire.REQUEST, options).subscribe(slow);
        FakeExchange exchange = begin();
        exchange.data(Wire.chunk(0, "a"));
        exchange.data(Wire.lastChunk(0, "b"));
        exchange.data(Wire.DONE);

        assertThat(slow.failure()).isNull();
    }

    @Test
    void waitsAMomentForTheEndOfTheBodyAfterDone() {
        RecordingSubscriber subscriber = subscribe(CallOptions.none(), Long.MAX_VALUE);
        FakeExchange exchange = begin();
        exchange.data(Wire.lastChunk(0, "a") + Wire.DONE);
        assertThat(subscriber.failure()).isNull();

        time.advance(Duration.ofMillis(250).minus(NANO));
        assertThat(exchange.isCancelled()).isFalse();
        time.advance(NANO);
        assertThat(exchange.isCancelled()).isTrue();
    }

    /** Otherwise, a slow subscriber would cost its connection. */
    @Test
    void countsNoTimeInsideCallbacksAgainstTheEndOfTheBody() {
        RecordingSubscriber slow = new RecordingSubscriber(Long.MAX_VALUE) {
            @Override
            public void onComplete() {
                time.advance(Duration.ofSeconds(100));
                super.onComplete();
            }
        };
        client.stream(Wire.REQUEST).subscribe(slow);
        FakeExchange exchange = begin();
        exchange.data(Wire.lastChunk(0, "a") + Wire.DONE);
        assertThat(slow.failure()).isNull();
        exchange.complete();

        assertThat(exchange.isCancelled()).isFalse();
    }

    @Test
    void prefersTheTimeoutOfTheCall() {
        try (CompletionsClient strict = client().timeout(Timeout.TOTAL, SECOND).build()) {
            CompletableFuture<Completion> patient =
                    strict.complete(Wire.REQUEST, limit(Timeout.TOTAL, Duration.ofSeconds(2)));
            CompletableFuture<Completion> endless = strict.complete(
                    Wire.REQUEST, CallOptions.builder().noTimeout(Timeout.TOTAL).build());
            CompletableFuture<Completion> usual = strict.complete(Wire.REQUEST);

            time.advance(SECOND);
            assertThat(usual).isCompletedExceptionally();
            assertThat(patient).isNotDone();
            time.advance(Duration.ofDays(1));
            assertThat(patient).isCompletedExceptionally();
            assertThat(endless).isNotDone();
        }
    }

    @Test
    void keepsNoTimerOfEndedCalls() {
        RecordingSubscriber completed = subscribe(CallOptions.none(), Long.MAX_VALUE);
        FakeExchange exchange = begin();
        exchange.data(Wire.lastChunk(0, "a") + Wire.DONE);
        exchange.complete();
        assertThat(completed.failure()).isNull();
        RecordingSubscriber cancelled = subscribe(CallOptions.none(), 1);
        cancelled.cancel();
        CompletableFuture<Completion> whole = client.complete(Wire.REQUEST);
        assertThat(time.pendingTasks()).isEqualTo(1);
        var unused = transport.next();
        Wire.answer(transport.next(), 200, Wire.DOCUMENTED);
        assertThat(whole).isCompleted();
        assertThat(client.complete(Wire.REQUEST).cancel(false)).isTrue();

        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void rejectsANonPositiveTimeout() {
        CallOptions.Builder options = CallOptions.builder();

        assertThatThrownBy(() -> options.timeout(Timeout.RESPONSE_HEADERS, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout RESPONSE_HEADERS is PT0S; it must be positive (noTimeout disables it)");
    }
}
