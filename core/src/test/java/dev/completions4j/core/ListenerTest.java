// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.Completion;
import dev.completions4j.CompletionsClient;
import dev.completions4j.FailedAttempt;
import dev.completions4j.ResponseInfo;
import dev.completions4j.observe.CallInfo;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CallResult;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.ConnectionInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the events that listeners receive. */
class ListenerTest {

    private final FakeTransport transport = new FakeTransport();
    private final ManualTime time = new ManualTime();
    private final List<String> events = new ArrayList<>();
    private final List<CallResult> results = new ArrayList<>();
    private CompletableFuture<Completion> inFlight = new CompletableFuture<>();
    private final CompletionsClient client = client(call -> {
        events.add(call.operation() + " " + call.options().tags());
        return new Recorder();
    });

    private CompletionsClient client(CallListener.Factory listener) {
        return CompletionsClient.builder()
                .baseUrl("http://localhost:8000")
                .transport(transport)
                .scheduler(time)
                .executor(Runnable::run)
                .maxInFlight(1)
                .listener(listener)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    /** Records the events it receives. */
    private final class Recorder implements CallListener {

        @Override
        public void onQueued() {
            events.add("queued");
        }

        @Override
        public void onAttempt(int attempt, String baseUrl) {
            events.add("attempt " + attempt + " to " + baseUrl);
        }

        @Override
        public void onConnected(ConnectionInfo connection) {
            events.add("connected to " + connection.remoteAddress() + (connection.reused() ? ", again" : ""));
        }

        @Override
        public void onHead(ResponseInfo response) {
            events.add("head " + response.status());
        }

        @Override
        public void onRetry(FailedAttempt failed) {
            events.add("retry after " + failed.status());
        }

        @Override
        public void onFirstChunk() {
            events.add("first token");
        }

        @Override
        public void onChunk(long gapNanos) {
            events.add("token after " + Duration.ofNanos(gapNanos).toMillis());
        }

        @Override
        public void onEnd(CallResult result) {
            events.add("end " + result.outcome());
            results.add(result);
        }
    }

    /** What a listener does to end its call within an event. */
    enum Abort {
        CLOSE,
        CANCEL
    }

    @ParameterizedTest
    @EnumSource(Abort.class)
    void notifiesNoListenerAfterTheEnd(Abort abort) {
        CompletionsClient[] aborting = new CompletionsClient[1];
        aborting[0] = CompletionsClient.builder()
                .baseUrl("http://localhost:8000")
                .transport(transport)
                .scheduler(time)
                .listener(call -> new CallListener() {
                    @Override
                    public void onHead(ResponseInfo response) {
                        switch (abort) {
                            case CLOSE -> aborting[0].close();
                            case CANCEL -> inFlight.cancel(false);
                        }
                    }
                })
                .listener(call -> new Recorder())
                .build();
        inFlight = aborting[0].complete(Wire.REQUEST);
        transport.next().head(401, "application/json");
        aborting[0].close();

        assertThat(events)
                .containsExactly(
                        "attempt 1 to http://localhost:8000/v1",
                        "connected to null",
                        abort == Abort.CLOSE ? "end FAILED" : "end CANCELLED");
    }

    @Test
    void reportsARetriedCompletion() {
        CallOptions options = CallOptions.builder().tag("tenant", "7").build();
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST, options);
        FakeExchange first = transport.next();
        first.connected(new ConnectionInfo(false, "HTTP/1.1", "127.0.0.1:8000"));
        Responses.error(first, 503);
        time.advance(Duration.ofMillis(500));
        FakeExchange second = transport.next();
        second.connected(new ConnectionInfo(true, "HTTP/1.1", "127.0.0.1:8000"));
        Responses.ok(second);

        assertThat(completion).isCompleted();
        assertThat(events)
                .containsExactly(
                        "COMPLETE {tenant=7}",
                        "attempt 1 to http://localhost:8000/v1",
                        "connected to 127.0.0.1:8000",
                        "head 503",
                        "retry after 503",
                        "attempt 2 to http://localhost:8000/v1",
                        "connected to 127.0.0.1:8000, again",
                        "head 200",
                        "end COMPLETED");
        CallResult result = results.get(0);
        assertThat(Objects.requireNonNull(result.completion()).usage()).isNotNull();
        assertThat(result.failedAttempts()).hasSize(1);
    }

    @Test
    void reportsChunksAndTheTimeBetweenThem() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.chunk(0, "a"));
        time.advance(Duration.ofMillis(20));
        exchange.data(Wire.chunk(0, "b"));
        time.advance(Duration.ofMillis(30));
        exchange.data(Wire.lastChunk(0, "c") + Wire.DONE);
        exchange.complete();

        assertThat(events)
                .containsExactly(
                        "STREAM {}",
                        "attempt 1 to http://localhost:8000/v1",
                        "connected to null",
                        "head 200",
                        "first token",
                        "token after 20",
                        "token after 30",
                        "end COMPLETED");
        assertThat(Objects.requireNonNull(results.get(0).completion()).text()).isEqualTo("abc");
    }

    @Test
    void reportsAQueuedCallThatIsCancelled() {
        CompletableFuture<Completion> first = client.complete(Wire.REQUEST);
        CompletableFuture<Completion> second = client.complete(Wire.REQUEST);
        second.cancel(false);
        first.cancel(false);

        assertThat(events)
                .containsExactly(
                        "COMPLETE {}",
                        "attempt 1 to http://localhost:8000/v1",
                        "COMPLETE {}",
                        "queued",
                        "end CANCELLED",
                        "end CANCELLED");
    }

    @Test
    void reportsQueueingBeforeTheAttempt() {
        CompletionsClient other = CompletionsClient.builder()
                .baseUrl("http://localhost:8000")
                .transport(transport)
                .scheduler(time)
                .executor(Runnable::run)
                .maxInFlight(1)
                .listener(call -> new CallListener() {
                    @Override
                    public void onQueued() {
                        // Hands the permit to the queued call before the next listener is notified.
                        inFlight.cancel(false);
                    }
                })
                .listener(call -> new Recorder())
                .build();
        inFlight = other.complete(Wire.REQUEST);
        events.clear();
        CompletableFuture<Completion> waiting = other.complete(Wire.REQUEST);
        waiting.cancel(false);

        assertThat(events)
                .containsExactly("end CANCELLED", "queued", "attempt 1 to http://localhost:8000/v1", "end CANCELLED");
        other.close();
    }

    @Test
    void reportsThePartialCompletionOfACancelledStream() {
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.chunk(0, "half"));
        subscriber.cancel();

        assertThat(events).last().isEqualTo("end CANCELLED");
        assertThat(Objects.requireNonNull(results.get(0).completion()).text()).isEqualTo("half");
    }

    @Test
    void reportsAFailureWithItsResponse() {
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), 400);

        assertThat(completion).isCompletedExceptionally();
        CallResult result = results.get(0);
        assertThat(result.outcome()).isEqualTo(CallResult.Outcome.FAILED);
        assertThat(result.failure()).isInstanceOf(ApiException.class);
        assertThat(Objects.requireNonNull(result.response()).status()).isEqualTo(400);
    }

    @Test
    void continuesIfAListenerThrows() {
        CompletionsClient harmed = client(call -> new CallListener() {
            @Override
            public void onAttempt(int attempt, String baseUrl) {
                throw new IllegalStateException("attempt");
            }

            @Override
            public void onEnd(CallResult result) {
                throw new IllegalStateException("end");
            }
        });
        CompletionsClient alsoHarmed = client(ListenerTest::refuse);
        for (CompletionsClient each : List.of(harmed, alsoHarmed)) {
            CompletableFuture<Completion> completion = each.complete(Wire.REQUEST);
            Responses.ok(transport.next());
            assertThat(completion).isCompleted();
            each.close();
        }
    }

    private static CallListener refuse(CallInfo call) {
        throw new IllegalStateException("no " + call.operation());
    }
}
