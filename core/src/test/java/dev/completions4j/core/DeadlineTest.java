package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionsClient;
import dev.completions4j.Deadline;
import dev.completions4j.DeadlineExceededException;
import dev.completions4j.RetrySettings;
import dev.completions4j.testkit.FakeExchange;
import dev.completions4j.testkit.FakeTransport;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingSubscriber;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines, by a clock that only the test moves. */
class DeadlineTest {

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

    private static CallOptions limit(Deadline deadline, Duration limit) {
        return CallOptions.builder().deadline(deadline, limit).build();
    }

    private FakeExchange begin() {
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        return exchange;
    }

    private static DeadlineExceededException assertPassed(
            RecordingSubscriber subscriber, FakeExchange exchange, Deadline deadline) {
        assertThat(exchange.isCancelled()).isTrue();
        assertThat(subscriber.failure()).isInstanceOf(DeadlineExceededException.class);
        DeadlineExceededException failure = (DeadlineExceededException) Objects.requireNonNull(subscriber.failure());
        assertThat(failure.deadline()).isEqualTo(deadline);
        return failure;
    }

    @ParameterizedTest
    @CsvSource({"600, TOTAL, false", "60, HEAD, true"})
    void waitsForAHeadAsLongAsTheDefaultSays(int seconds, Deadline deadline, boolean streamed) {
        CompletableFuture<Completion> completion =
                streamed ? client.stream(Wire.REQUEST).collect() : client.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();

        time.advance(Duration.ofSeconds(seconds).minus(NANO));
        assertThat(completion).isNotDone();
        time.advance(NANO);

        DeadlineExceededException failure = Failed.with(DeadlineExceededException.class, completion);
        assertThat(failure.deadline()).isEqualTo(deadline);
        assertThat(failure.limit()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(failure).hasMessageContaining(deadline.name()).hasMessageContaining("arrived by then: nothing");
        assertThat(failure.response()).isNull();
        assertThat(exchange.isCancelled()).isTrue();
    }

    @Test
    void endsAStreamThatTakesTooLongInAllWhateverArrives() {
        RecordingSubscriber subscriber = subscribe(limit(Deadline.TOTAL, Duration.ofSeconds(10)), Long.MAX_VALUE);
        FakeExchange exchange = begin();
        for (int i = 0; i < 10; i++) {
            exchange.data(Wire.chunk(0, "x"));
            assertThat(subscriber.hasEnded()).isFalse();
            time.advance(SECOND);
        }

        DeadlineExceededException failure = assertPassed(subscriber, exchange, Deadline.TOTAL);
        assertThat(Objects.requireNonNull(failure.partial()).text()).isEqualTo("xxxxxxxxxx");
        assertThat(failure).hasMessageContaining("PT10S").hasMessageContaining("200 and 10 chunks");
    }

    @Test
    void countsNoCommentAsAToken() {
        CallOptions options = CallOptions.builder()
                .deadline(Deadline.FIRST_TOKEN, Duration.ofSeconds(5))
                .deadline(Deadline.BETWEEN_TOKENS, Duration.ofSeconds(3))
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

        assertPassed(subscriber, exchange, Deadline.BETWEEN_TOKENS);
    }

    @Test
    void waitsForTheFirstTokenFromTheSendingOn() {
        RecordingSubscriber subscriber = subscribe(limit(Deadline.FIRST_TOKEN, Duration.ofSeconds(5)), Long.MAX_VALUE);
        time.advance(Duration.ofSeconds(3));
        FakeExchange exchange = begin();
        time.advance(SECOND);
        exchange.data(": processing\n\n");
        time.advance(SECOND);

        assertPassed(subscriber, exchange, Deadline.FIRST_TOKEN);
    }

    @Test
    void countsACommentAsBytes() {
        RecordingSubscriber subscriber = subscribe(CallOptions.none(), Long.MAX_VALUE);
        FakeExchange exchange = begin();
        for (int i = 0; i < 5; i++) {
            time.advance(Duration.ofSeconds(59));
            exchange.data(": still there\n\n");
        }
        time.advance(Duration.ofMinutes(1).minus(NANO));
        assertThat(subscriber.hasEnded()).isFalse();
        time.advance(NANO);

        assertPassed(subscriber, exchange, Deadline.BETWEEN_BYTES);
    }

    @Test
    void endsAWholeAnswerThatStopsInItsMidst() {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();
        time.advance(Duration.ofSeconds(500));
        exchange.head(200, "application/json");
        time.advance(Duration.ofSeconds(59));
        exchange.data("{");
        time.advance(Duration.ofMinutes(1));

        // The total would have passed later.
        assertThat(Failed.with(DeadlineExceededException.class, completion).deadline())
                .isIn(Deadline.BETWEEN_BYTES, Deadline.TOTAL);
        assertThat(exchange.isCancelled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Deadline.class,
            names = {"FIRST_TOKEN", "BETWEEN_TOKENS", "FIRST_DEMAND", "CONSUMER_STALL"})
    void doesNotHoldStreamsDeadlinesAgainstWholeAnswers(Deadline deadline) {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST, limit(deadline, SECOND));
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
    @ValueSource(strings = {"BETWEEN_BYTES", "BETWEEN_TOKENS", "FIRST_TOKEN"})
    void standsStillWhileTheSubscriberWantsNothing(Deadline deadline) {
        CallOptions options = CallOptions.builder()
                .deadline(deadline, Duration.ofSeconds(3))
                .noDeadline(Deadline.TOTAL)
                .noDeadline(Deadline.FIRST_DEMAND)
                .build();
        RecordingSubscriber subscriber = subscribe(options, 0);
        FakeExchange exchange = begin();
        time.advance(Duration.ofHours(1));
        subscriber.request(1);
        if (deadline != Deadline.FIRST_TOKEN) {
            exchange.data(Wire.chunk(0, "a") + Wire.chunk(0, "b"));
            time.advance(Duration.ofHours(1));
            subscriber.request(1);
            time.advance(Duration.ofHours(1));
            subscriber.request(1);
        }
        time.advance(Duration.ofSeconds(3).minus(NANO));
        assertThat(subscriber.hasEnded()).isFalse();
        time.advance(NANO);

        assertPassed(subscriber, exchange, deadline);
    }

    @Test
    void addsUpTheWaitingForOneToken() {
        RecordingSubscriber subscriber = subscribe(limit(Deadline.BETWEEN_TOKENS, Duration.ofSeconds(3)), 2);
        FakeExchange exchange = begin();
        exchange.data(Wire.chunk(0, "a"));
        time.advance(Duration.ofSeconds(2));
        exchange.data(": half\n");
        time.advance(SECOND.minus(NANO));
        assertThat(subscriber.hasEnded()).isFalse();
        time.advance(NANO);

        assertPassed(subscriber, exchange, Deadline.BETWEEN_TOKENS);
    }

    @Test
    void endsAStreamThatNobodyEverAsksForChunks() {
        RecordingSubscriber subscriber = subscribe(CallOptions.none(), 0);
        time.advance(Duration.ofSeconds(20));
        FakeExchange exchange = begin();
        time.advance(Duration.ofSeconds(30));

        assertPassed(subscriber, exchange, Deadline.FIRST_DEMAND);
    }

    @Test
    void endsAStreamWhoseSubscriberStopsAsking() {
        RecordingSubscriber subscriber = subscribe(limit(Deadline.CONSUMER_STALL, Duration.ofSeconds(3)), 1);
        FakeExchange exchange = begin();
        time.advance(Duration.ofSeconds(40));
        exchange.data(Wire.chunk(0, "a") + Wire.chunk(0, "b"));
        time.advance(Duration.ofSeconds(2));
        subscriber.request(1);
        time.advance(Duration.ofSeconds(3).minus(NANO));
        assertThat(subscriber.hasEnded()).isFalse();
        time.advance(NANO);

        DeadlineExceededException failure = assertPassed(subscriber, exchange, Deadline.CONSUMER_STALL);
        assertThat(Objects.requireNonNull(failure.partial()).text()).isEqualTo("ab");
    }

    @Test
    void blamesNobodyForTheTimeInsideACallback() {
        RecordingSubscriber slow = new RecordingSubscriber(Long.MAX_VALUE) {
            @Override
            public void onNext(CompletionChunk chunk) {
                time.advance(Duration.ofSeconds(100));
            }
        };
        CallOptions options = limit(Deadline.BETWEEN_TOKENS, SECOND);
        client.stream(Wire.REQUEST, options).subscribe(slow);
        FakeExchange exchange = begin();
        exchange.data(Wire.chunk(0, "a"));
        exchange.data(Wire.lastChunk(0, "b"));
        exchange.data(Wire.DONE);

        assertThat(slow.failure()).isNull();
    }

    @Test
    void takesTheCallsLimitBeforeTheClients() {
        try (CompletionsClient strict =
                client().deadline(Deadline.TOTAL, SECOND).build()) {
            CompletableFuture<Completion> patient =
                    strict.complete(Wire.REQUEST, limit(Deadline.TOTAL, Duration.ofSeconds(2)));
            CompletableFuture<Completion> endless = strict.complete(
                    Wire.REQUEST,
                    CallOptions.builder().noDeadline(Deadline.TOTAL).build());
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
    void keepsNoTimerOfCallsThatHaveEnded() {
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
    void refusesALimitThatIsNotPositive() {
        CallOptions.Builder options = CallOptions.builder();

        assertThatThrownBy(() -> options.deadline(Deadline.HEAD, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("deadline HEAD is PT0S; it must be positive, or noDeadline switches it off");
    }
}
