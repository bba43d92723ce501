// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClient;
import dev.completions4j.FailedAttempt;
import dev.completions4j.NetworkException;
import dev.completions4j.RetrySettings;
import dev.completions4j.Timeout;
import dev.completions4j.TruncatedStreamException;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests retries, in manual time. */
class RetryTest {

    /** The maximum wait before the first retry. */
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);

    private final FakeTransport transport = new FakeTransport();
    private final ManualTime time = new ManualTime();
    private final CompletionsClient client = client(builder -> builder);

    private CompletionsClient client(UnaryOperator<CompletionsClient.Builder> settings) {
        return settings.apply(CompletionsClient.builder()
                        .baseUrl("http://localhost:8000")
                        .transport(transport)
                        .scheduler(time)
                        .executor(Runnable::run))
                .build();
    }

    @AfterEach
    void leavesNoTimer() {
        client.close();
        assertThat(time.pendingTasks()).isZero();
        assertThat(transport.openExchanges()).isEmpty();
    }

    @Test
    void retriesAndReportsTheFailedAttempt() {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        FakeExchange first = transport.next();
        Responses.error(first, 503);
        assertThat(completion).isNotDone();

        time.advance(FIRST_WAIT);
        FakeExchange second = transport.next();
        assertThat(second.body()).isEqualTo(first.body());
        Responses.ok(second);

        assertThat(completion).isCompleted();
        assertThat(completion.join().response().attempts()).isEqualTo(2);
        FailedAttempt failed = completion.join().response().failedAttempts().get(0);
        assertThat(failed.status()).isEqualTo(503);
        assertThat(failed.baseUrl()).isEqualTo("http://localhost:8000/v1");
        assertThat(failed.delay()).isBetween(Duration.ofMillis(50), FIRST_WAIT);
        assertThat(failed.failure()).isInstanceOf(ApiException.class);
    }

    @Test
    void givesUpAfterThreeAttempts() {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), 500);
        time.advance(FIRST_WAIT);
        Responses.error(transport.next(), 502);
        time.advance(FIRST_WAIT.multipliedBy(2));
        Responses.error(transport.next(), 504);

        ApiException failure = Failed.with(ApiException.class, completion);
        assertThat(failure.status()).isEqualTo(504);
        assertThat(failure.failedAttempts()).extracting(FailedAttempt::status).containsExactly(500, 502);
        assertThat(transport.exchanges()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504, 529})
    void retriesTransientFailures(int status) {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), status);
        time.advance(FIRST_WAIT);
        Responses.ok(transport.next());

        assertThat(completion).isCompleted();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 402, 403, 404, 409, 413, 422, 501, 505})
    void doesNotRetryPermanentFailures(int status) {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), status);

        assertThat(Failed.with(ApiException.class, completion).failedAttempts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"409, true, 2", "500, false, 1", "429, false, 1", "500, maybe, 2"})
    void followsTheServersRetryAdvice(int status, String advice, int attempts) {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), status, "x-should-retry", advice);
        time.advance(FIRST_WAIT);

        assertThat(transport.exchanges()).isEqualTo(attempts);
        completion.cancel(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true"})
    void doesNotRetryAnExhaustedQuota(String advice) {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        Responses.answer(
                transport.next(),
                429,
                "{\"error\": {\"message\": \"pay\", \"type\": \"insufficient_quota\", \"code\": \"insufficient_quota\"}}",
                "x-should-retry",
                advice,
                "retry-after",
                "1");

        ApiException failure = Failed.with(ApiException.class, completion);
        assertThat(failure.kind()).isEqualTo(ApiException.Kind.QUOTA_EXHAUSTED);
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after-ms, 1500, 1500",
        "retry-after, 2, 2000",
        "retry-after, 1.5, 1500",
        "retry-after, 60, 60000",
        "retry-after, 'Sun, 06 Nov 1994 08:49:47 GMT', 10000"
    })
    void waitsForRetryAfterPlusJitter(String header, String value, long millis) {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), 429, header, value, "date", "Sun, 06 Nov 1994 08:49:37 GMT");
        time.advance(Duration.ofMillis(millis).minusNanos(1));
        assertThat(transport.exchanges()).isEqualTo(1);

        time.advance(Duration.ofMillis(millis / 10).plusNanos(1));
        Responses.ok(transport.next());
        assertThat(completion).isCompleted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "NaN", "soon", "Sun, 06 Nov 1994 08:49:00 GMT"})
    void ignoresAnInvalidRetryAfter(String value) {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), 503, "retry-after", value, "date", "Sun, 06 Nov 1994 08:49:37 GMT");
        time.advance(FIRST_WAIT);
        Responses.ok(transport.next());

        assertThat(completion).isCompleted();
    }

    @Test
    void ignoresConflictingRetryAfterValues() {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), 503, "retry-after", "20", "retry-after", "30");
        time.advance(FIRST_WAIT);
        Responses.ok(transport.next());

        assertThat(completion).isCompleted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"61", "99999999999"})
    void doesNotWaitLongerThanAMinute(String seconds) {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), 429, "retry-after", seconds);

        assertThat(Failed.with(ApiException.class, completion).response())
                .satisfies(response -> assertThat(response).isNotNull());
    }

    @Test
    void doesNotWaitBeyondTheTotalTimeout() {
        CallOptions options = CallOptions.builder()
                .timeout(Timeout.TOTAL, Duration.ofSeconds(10))
                .build();
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST, options);
        time.advance(Duration.ofSeconds(4));
        Responses.error(transport.next(), 429, "retry-after", "6");

        assertThat(Failed.with(ApiException.class, completion).status()).isEqualTo(429);
    }

    @Test
    void countsAllAttemptsTowardsTheTotalTimeout() {
        CallOptions options = CallOptions.builder()
                .timeout(Timeout.TOTAL, Duration.ofSeconds(10))
                .build();
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST, options);
        time.advance(Duration.ofSeconds(4));
        Responses.error(transport.next(), 503);
        time.advance(Duration.ofSeconds(6));

        CallTimeoutException failure = Failed.with(CallTimeoutException.class, completion);
        assertThat(failure.failedAttempts()).extracting(FailedAttempt::status).containsExactly(503);
        assertThat(transport.next().isCancelled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = TransportException.Kind.class,
            names = {"DNS", "CONNECT", "CONNECT_TIMEOUT", "RESET", "PROXY"})
    void retriesUnsentRequests(TransportException.Kind kind) {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        transport.next().fail(kind, RequestProgress.NOT_SENT);
        time.advance(FIRST_WAIT);
        Responses.ok(transport.next());

        assertThat(completion.join().response().failedAttempts().get(0).failure())
                .isInstanceOf(NetworkException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = TransportException.Kind.class,
            names = {"TLS", "LIMIT", "CLOSED", "INTERNAL"})
    void doesNotRetryPermanentNetworkFailures(TransportException.Kind kind) {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        transport.next().fail(kind, RequestProgress.NOT_SENT);

        assertThat(Failed.with(NetworkException.class, completion).failedAttempts())
                .isEmpty();
    }

    @Test
    void retriesPossiblySentRequestsUnlessDisabled() {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        transport.next().fail(TransportException.Kind.RESET, RequestProgress.MAYBE_SENT);
        time.advance(FIRST_WAIT);
        Responses.ok(transport.next());
        assertThat(completion).isCompleted();

        CompletionsClient careful =
                client(builder -> builder.retries(RetrySettings.defaults().withRetryUnanswered(false)));
        CompletableFuture<Completion> unanswered = careful.complete(Wire.REQUEST);
        transport.next().fail(TransportException.Kind.RESET, RequestProgress.MAYBE_SENT);
        assertThat(unanswered).isCompletedExceptionally();
        CompletableFuture<Completion> unsent = careful.complete(Wire.REQUEST);
        transport.next().fail(TransportException.Kind.RESET, RequestProgress.NOT_SENT);
        time.advance(FIRST_WAIT);
        Responses.ok(transport.next());
        assertThat(unsent).isCompleted();
        careful.close();
    }

    @Test
    void retriesAStreamThatTheServerDidNotStart() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        CallOptions once = CallOptions.builder().maxAttempts(1).build();
        client.stream(Wire.REQUEST, once).subscribe(subscriber);
        transport.next().fail(TransportException.Kind.REFUSED_STREAM, RequestProgress.NOT_SENT);
        transport.next().fail(TransportException.Kind.REFUSED_STREAM, RequestProgress.NOT_SENT);

        assertThat(subscriber.failure()).isInstanceOf(NetworkException.class);
        assertThat(transport.exchanges()).isEqualTo(2);
    }

    @Test
    void retriesAStreamUntilItStarts() {
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        Responses.error(transport.next(), 503);
        time.advance(FIRST_WAIT);
        FakeExchange second = transport.next();
        Wire.beginStream(second);
        second.data(Wire.chunk(0, "a"));

        assertThat(subscriber.chunks()).hasSize(1);
        assertThat(subscriber.chunks().get(0).response().attempts()).isEqualTo(2);
        assertThat(second.requested()).isZero();

        Wire.fail(second, TransportException.Kind.RESET);
        subscriber.request(1);
        assertThat(subscriber.failure()).isInstanceOf(TruncatedStreamException.class);
        time.advance(Duration.ofMinutes(1));
        assertThat(transport.exchanges()).isEqualTo(2);
    }

    @Test
    void retriesAStreamAfterAHeadersTimeout() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        FakeExchange late = transport.next();
        time.advance(Duration.ofSeconds(60));
        assertThat(late.isCancelled()).isTrue();
        time.advance(FIRST_WAIT);
        FakeExchange second = transport.next();
        time.advance(Duration.ofSeconds(59));
        Wire.beginStream(second);
        second.data(Wire.lastChunk(0, "a") + Wire.DONE);
        second.complete();

        assertThat(subscriber.hasEnded()).isTrue();
        assertThat(subscriber.failure()).isNull();
        assertThat(subscriber.chunks().get(0).response().failedAttempts().get(0).failure())
                .isInstanceOf(CallTimeoutException.class);
    }

    @Test
    void failsWithAHeadersTimeoutAfterTheLastAttempt() {
        CompletionsClient once = client(builder -> builder.retries(RetrySettings.off()));
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        once.stream(Wire.REQUEST).subscribe(subscriber);
        time.advance(Duration.ofSeconds(60));

        assertThat(subscriber.failure())
                .isInstanceOfSatisfying(
                        CallTimeoutException.class,
                        failure -> assertThat(failure.timeout()).isEqualTo(Timeout.RESPONSE_HEADERS));
        assertThat(transport.next().isCancelled()).isTrue();
        once.close();
    }

    @Test
    void aBudgetCanBePracticallyUnlimited() {
        CompletionsClient generous =
                client(builder -> builder.retries(RetrySettings.defaults().withBudget(Integer.MAX_VALUE)));
        CompletableFuture<Completion> success = generous.complete(Wire.REQUEST);
        Responses.ok(transport.next());
        assertThat(success).isCompleted();

        CompletableFuture<Completion> retried = generous.complete(Wire.REQUEST);
        Responses.error(transport.next(), 503);
        time.advance(FIRST_WAIT);
        Responses.ok(transport.next());
        assertThat(retried).isCompleted();
        generous.close();
    }

    @Test
    void limitsRetriesByTheBudget() {
        CompletionsClient frugal = client(builder ->
                builder.retries(RetrySettings.defaults().withBudget(5).withMaxAttempts(10)));
        CompletableFuture<Completion> first = frugal.complete(Wire.REQUEST);
        Responses.error(transport.next(), 503);
        time.advance(FIRST_WAIT);
        Responses.error(transport.next(), 503);

        ApiException failure = Failed.with(ApiException.class, first);
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(reason -> assertThat(reason.getMessage())
                        .contains("http://localhost:8000/v1")
                        .contains("budget"));

        for (int i = 0; i < 5; i++) {
            CompletableFuture<Completion> success = frugal.complete(Wire.REQUEST);
            Responses.ok(transport.next());
            assertThat(success).isCompleted();
        }
        CompletableFuture<Completion> last = frugal.complete(Wire.REQUEST);
        Responses.error(transport.next(), 503);
        time.advance(FIRST_WAIT);
        Responses.ok(transport.next());
        assertThat(last).isCompleted();
        frugal.close();
    }

    @Test
    void usesACustomPolicy() {
        CompletionsClient custom = client(builder -> builder.retryPolicy((attempt, failure) ->
                failure instanceof ApiException answer && answer.status() == 418 ? Duration.ofSeconds(attempt) : null));
        CompletableFuture<Completion> completion = custom.complete(Wire.REQUEST);
        Responses.error(transport.next(), 418);
        time.advance(Duration.ofSeconds(1));
        Responses.error(transport.next(), 418);
        time.advance(Duration.ofSeconds(2));
        Responses.ok(transport.next());
        assertThat(completion).isCompleted();

        CompletableFuture<Completion> other = custom.complete(Wire.REQUEST);
        Responses.error(transport.next(), 503);
        assertThat(other).isCompletedExceptionally();
        custom.close();
    }

    @Test
    void doesNotRetryIfThePolicyThrows() {
        CompletionsClient broken = client(builder -> builder.retryPolicy((attempt, failure) -> {
            throw new IllegalStateException("broken");
        }));
        CompletableFuture<Completion> completion = broken.complete(Wire.REQUEST);
        Responses.error(transport.next(), 503);

        assertThat(Failed.with(ApiException.class, completion).status()).isEqualTo(503);
        broken.close();
    }

    @Test
    void usesTheMaxAttemptsOfTheCall() {
        CallOptions options = CallOptions.builder().maxAttempts(1).build();
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST, options);
        Responses.error(transport.next(), 503);

        assertThat(completion).isCompletedExceptionally();
    }

    @Test
    void reportsAnErrorWithATruncatedBodyByItsStatus() {
        CompletionsClient once = client(builder -> builder.retries(RetrySettings.off()));
        CompletableFuture<Completion> completion = once.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();
        exchange.head(500, "text/plain");
        exchange.data("half a");
        Wire.fail(exchange, TransportException.Kind.TRUNCATED);

        assertThat(Failed.with(ApiException.class, completion)).hasMessageContaining("half a");
        once.close();
    }

    @Test
    void waitsTenSecondsForTheBodyOfAnError() {
        CompletionsClient once = client(builder -> builder.retries(RetrySettings.off()));
        CompletableFuture<Completion> completion = once.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();
        exchange.head(500, "text/plain");
        exchange.data("half a");
        time.advance(Duration.ofSeconds(10).minusNanos(1));
        assertThat(completion).isNotDone();
        time.advance(Duration.ofNanos(1));

        assertThat(Failed.with(ApiException.class, completion)).hasMessageContaining("half a");
        assertThat(exchange.isCancelled()).isTrue();
        once.close();
    }

    @Test
    void stopsReadingAnErrorAtItsLimit() {
        CompletionsClient once = client(builder -> builder.retries(RetrySettings.off()));
        CompletableFuture<Completion> completion = once.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();
        exchange.head(500, "text/plain");
        exchange.data("x".repeat(64 * 1024));
        assertThat(completion).isNotDone();
        exchange.data("x");

        assertThat(exchange.isCancelled()).isTrue();
        assertThat(Failed.with(ApiException.class, completion).error().body()).hasSize(64 * 1024);
        once.close();
    }

    @Test
    void canBeCancelledDuringAWait() {
        CompletableFuture<Completion> whole = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), 503);
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        Responses.error(transport.next(), 503);

        whole.thenApply(Completion::text).cancel(false);
        subscriber.cancel();
        assertThat(time.pendingTasks()).isZero();
        time.advance(Duration.ofMinutes(1));
        assertThat(transport.exchanges()).isEqualTo(2);
    }

    @Test
    void stopsWaitingWhenTheClientIsClosed() {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), 503);
        client.close();

        assertThat(completion).isCompletedExceptionally();
        assertThat(time.pendingTasks()).isZero();
    }
}
