// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ClientClosedException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tests closing and shutting down a client. */
class ShutdownTest {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final FakeTransport transport = new FakeTransport();
    private final ManualTime time = new ManualTime();
    private final CompletionsClient client = CompletionsClient.builder()
            .retries(RetrySettings.off())
            .baseUrl("http://localhost:8000")
            .transport(transport)
            .scheduler(time)
            .executor(Runnable::run)
            .build();

    @Test
    void letsCallsEndWithinTheGracePeriod() {
        CompletableFuture<Completion> whole = client.complete(Wire.REQUEST);
        CompletableFuture<Completion> streamed = client.stream(Wire.REQUEST).collect();
        CompletableFuture<?> shutdown = client.shutdown(GRACE);
        Wire.answer(transport.next(), 200, Wire.DOCUMENTED);
        assertThat(shutdown).isNotDone();
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.lastChunk(0, "a") + Wire.DONE);
        exchange.complete();

        assertThat(whole).isCompleted();
        assertThat(streamed).isCompleted();
        assertThat(shutdown).isCompleted();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void abortsCallsAfterTheGracePeriod() {
        CompletableFuture<Completion> whole = client.complete(Wire.REQUEST);
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        FakeExchange first = transport.next();
        FakeExchange second = transport.next();
        Wire.beginStream(second);
        second.data(Wire.chunk(0, "half"));
        CompletableFuture<?> shutdown = client.shutdown(GRACE);
        time.advance(GRACE);

        Failed.with(ClientClosedException.class, whole);
        assertThat(subscriber.failure())
                .isInstanceOfSatisfying(
                        ClientClosedException.class,
                        failure -> assertThat(Objects.requireNonNull(failure.partial())
                                        .text())
                                .isEqualTo("half"));
        assertThat(first.isCancelled()).isTrue();
        assertThat(second.isCancelled()).isTrue();
        assertThat(shutdown).isCompleted();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void rejectsNewCallsDuringTheGracePeriod() {
        var unused = client.complete(Wire.REQUEST);
        CompletableFuture<?> shutdown = client.shutdown(GRACE);

        Failed.with(ClientClosedException.class, client.complete(Wire.REQUEST));
        Failed.with(ClientClosedException.class, client.stream(Wire.REQUEST).collect());
        assertThat(transport.exchanges()).isEqualTo(1);
        assertThat(shutdown).isNotDone();
        client.close();
        assertThat(shutdown).isCompleted();
    }

    @Test
    void usesTheShorterGracePeriod() {
        CompletableFuture<Completion> whole = client.complete(Wire.REQUEST);
        CompletableFuture<?> patient = client.shutdown(Duration.ofHours(1));
        CompletableFuture<?> hasty = client.shutdown(GRACE);
        CompletableFuture<?> veryPatient = client.shutdown(Duration.ofHours(2));
        time.advance(GRACE);

        assertThat(whole).isCompletedExceptionally();
        assertThat(patient).isCompleted();
        assertThat(hasty).isCompleted();
        assertThat(veryPatient).isCompleted();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void completesImmediatelyWithoutCalls() {
        assertThat(client.shutdown(GRACE)).isCompleted();
        client.close();
        assertThat(client.shutdown(Duration.ZERO)).isCompleted();
    }

    @Test
    void stopsDrainingAConnection() {
        CompletableFuture<Completion> streamed = client.stream(Wire.REQUEST).collect();
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.lastChunk(0, "a") + Wire.DONE);
        assertThat(streamed).isCompleted();
        client.close();

        assertThat(exchange.isCancelled()).isTrue();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void drainsForAtMostAQuarterOfASecond() {
        CompletableFuture<Completion> streamed = client.stream(Wire.REQUEST).collect();
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.lastChunk(0, "a") + Wire.DONE);
        time.advance(Duration.ofMillis(249));
        assertThat(streamed).isCompleted();
        assertThat(exchange.isCancelled()).isFalse();
        time.advance(Duration.ofMillis(1));

        assertThat(exchange.isCancelled()).isTrue();
        client.close();
    }

    @Test
    void doesNotCloseASuppliedTransport() {
        client.close();

        assertThat(transport.closed()).isFalse();
    }

    @Test
    void canBeClosedFromACallback() {
        CompletableFuture<?> closed = client.complete(Wire.REQUEST).thenRun(client::close);
        CompletableFuture<Completion> other = client.complete(Wire.REQUEST);
        Wire.answer(transport.next(), 200, Wire.DOCUMENTED);

        assertThat(closed).isCompleted();
        Failed.with(ClientClosedException.class, other);
    }
}
