// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.completions4j.testkit.RecordingHandler;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FakeTransportTest {

    private static final Duration UNLIMITED = ChronoUnit.FOREVER.getDuration();

    private final FakeTransport transport = new FakeTransport();
    private final RecordingHandler handler = new RecordingHandler();

    @Test
    void signalsReachTheHandlerInOrder() {
        FakeExchange exchange = send(handler);
        handler.exchange().request(2);

        exchange.head(200, "text/event-stream");
        exchange.data("a");
        exchange.data("b".getBytes(UTF_8));
        exchange.complete();

        assertThat(handler.calls)
                .containsExactly("start", "head 200 text/event-stream", "data a", "data b", "complete");
    }

    @Test
    void demandCanBeAwaited() throws Exception {
        FakeExchange exchange = send(handler);
        assertThat(exchange.awaitDemand(Duration.ZERO)).isFalse();

        CompletableFuture<Boolean> awaited = CompletableFuture.supplyAsync(() -> {
            try {
                return exchange.awaitDemand(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        handler.exchange().request(1);

        assertThat(awaited).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    }

    @Test
    void nextReturnsExchangesInTheOrderSent() {
        transport.send(request("first"), handler);
        transport.send(request("second"), new RecordingHandler());

        assertThat(transport.exchanges()).isEqualTo(2);
        assertThat(transport.next().body()).isEqualTo("first");
        assertThat(transport.next().body()).isEqualTo("second");
        assertThatThrownBy(transport::next).isInstanceOf(AssertionError.class).hasMessageContaining("2 in total");
    }

    @Test
    void nextWaitsForAnExchangeOfAnotherThread() throws InterruptedException {
        Thread client = new Thread(() -> transport.send(request("late"), handler));
        client.start();

        assertThat(transport.next(Duration.ofSeconds(10)).body()).isEqualTo("late");
        client.join();
    }

    @Test
    void demandIsAdditiveAndConsumedByData() {
        FakeExchange exchange = send(handler);
        exchange.head(200, "text/plain");
        handler.exchange().request(1);
        handler.exchange().request(2);
        assertThat(exchange.requested()).isEqualTo(3);

        exchange.data("a");
        assertThat(exchange.requested()).isEqualTo(2);

        handler.exchange().request(Long.MAX_VALUE);
        exchange.data("b");
        assertThat(exchange.requested()).isEqualTo(Long.MAX_VALUE);
        assertThatIllegalArgumentException().isThrownBy(() -> handler.exchange().request(0));
    }

    @Test
    void dataWithoutDemandThrows() {
        FakeExchange exchange = send(handler);
        exchange.head(200, "text/plain");

        assertThatIllegalStateException().isThrownBy(() -> exchange.data("a")).withMessageContaining("without demand");
        assertThat(handler.calls).containsExactly("start", "head 200 text/plain");
    }

    @Test
    void signalsOutOfOrderThrow() {
        FakeExchange exchange = send(handler);
        assertThatIllegalStateException().isThrownBy(exchange::complete).withMessageContaining("AWAITING_HEAD");

        exchange.head(204, "text/plain");
        assertThatIllegalStateException().isThrownBy(() -> exchange.head(204, "text/plain"));
        for (RequestProgress contradiction : List.of(RequestProgress.NOT_SENT, RequestProgress.MAYBE_SENT)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> exchange.fail(TransportException.Kind.RESET, contradiction))
                    .withMessageContaining("IN_BODY");
        }

        exchange.complete();
        assertThatIllegalStateException().isThrownBy(exchange::complete).withMessageContaining("ENDED_BY_SERVER");
        assertThatIllegalStateException()
                .isThrownBy(() -> exchange.fail(TransportException.Kind.RESET, RequestProgress.HEAD_RECEIVED))
                .withMessageContaining("ENDED_BY_SERVER");
    }

    /** As transports report a head that is malformed or too large. */
    @Test
    void aFailureWithinTheHeadNeedsNoHead() {
        send(handler).fail(TransportException.Kind.LIMIT, RequestProgress.HEAD_RECEIVED);

        assertThat(handler.calls).containsExactly("start", "failure LIMIT HEAD_RECEIVED");
    }

    @ParameterizedTest
    @MethodSource("ends")
    void theEndOfAnExchangeEndsWaiting(Consumer<FakeExchange> end) throws Exception {
        FakeExchange exchange = send(handler);
        exchange.head(200, "text/plain");
        FutureTask<Boolean> demand = new FutureTask<>(() -> exchange.awaitDemand(UNLIMITED));
        FutureTask<Boolean> abort = new FutureTask<>(() -> exchange.awaitAbort(UNLIMITED));
        startAndAwaitWaiting(demand);
        startAndAwaitWaiting(abort);

        end.accept(exchange);

        assertThat(demand.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(abort.get(10, TimeUnit.SECONDS)).isFalse();
    }

    static Stream<Consumer<FakeExchange>> ends() {
        return Stream.of(
                FakeExchange::complete,
                exchange -> exchange.fail(TransportException.Kind.RESET, RequestProgress.HEAD_RECEIVED));
    }

    private static void startAndAwaitWaiting(FutureTask<Boolean> task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void handlerCallsNeverNest() {
        AtomicReference<FakeExchange> own = new AtomicReference<>();
        RecordingHandler reentrant = new RecordingHandler() {
            @Override
            public void whenHead() {
                exchange().request(1);
                own.get().data("a");
                own.get().complete();
            }
        };
        own.set(send(reentrant));
        own.get().head(200, "text/plain");

        assertThat(reentrant.calls).containsExactly("start", "head 200 text/plain", "data a", "complete");
    }

    @Test
    void aSignalDuringACallOnAnotherThreadFollowsThatCall() throws InterruptedException {
        CountDownLatch inHead = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        RecordingHandler slow = new RecordingHandler() {
            @Override
            public void whenHead() {
                inHead.countDown();
                awaitQuietly(goOn);
                calls.add("head done");
            }
        };
        FakeExchange exchange = send(slow);
        Thread server = new Thread(() -> exchange.head(200, "text/plain"));
        server.start();
        assertThat(inHead.await(10, TimeUnit.SECONDS)).isTrue();
        exchange.complete();
        goOn.countDown();
        server.join();

        assertThat(slow.calls).containsExactly("start", "head 200 text/plain", "head done", "complete");
    }

    @Test
    void noSignalFollowsACancel() {
        AtomicReference<FakeExchange> own = new AtomicReference<>();
        RecordingHandler cancelling = new RecordingHandler() {
            @Override
            public void whenData(ByteBuffer chunk) {
                own.get().data("waiting");
                exchange().cancel();
            }
        };
        FakeExchange exchange = send(cancelling);
        own.set(exchange);
        cancelling.exchange().request(5);
        exchange.head(200, "text/plain");
        exchange.data("a");
        exchange.data("late");
        exchange.complete();

        assertThat(exchange.isCancelled()).isTrue();
        assertThat(cancelling.calls).containsExactly("start", "head 200 text/plain", "data a");
    }

    @Test
    void cancellingAfterTheEndDoesNothing() {
        FakeExchange exchange = send(handler);
        exchange.fail(TransportException.Kind.CONNECT, RequestProgress.NOT_SENT);
        handler.exchange().cancel();

        assertThat(exchange.isCancelled()).isFalse();
        assertThat(handler.calls).containsExactly("start", "failure CONNECT NOT_SENT");
    }

    @Test
    void lentBuffersAreReadOnlyAndOverwritten() {
        List<ByteBuffer> kept = new ArrayList<>();
        RecordingHandler keeping = new RecordingHandler() {
            @Override
            public void whenData(ByteBuffer chunk) {
                kept.add(chunk);
            }
        };
        FakeExchange exchange = send(keeping);
        keeping.exchange().request(1);
        exchange.head(200, "text/plain");
        exchange.data("secret");

        assertThat(keeping.calls).contains("data secret");
        assertThat(kept).singleElement().satisfies(buffer -> {
            assertThat(buffer.isReadOnly()).isTrue();
            assertThat(UTF_8.decode(buffer.duplicate()).toString()).doesNotContain("secret");
        });
    }

    @Test
    void aThrowingHandlerAbortsOnlyItsExchange() {
        IllegalStateException fault = new IllegalStateException("fault");
        FakeExchange aborted = send(new RecordingHandler() {
            @Override
            public void whenHead() {
                throw fault;
            }
        });
        FakeExchange other = send(handler);

        aborted.head(200, "text/plain");
        aborted.complete();
        other.head(200, "text/plain");
        other.complete();

        assertThat(aborted.handlerFailure()).isSameAs(fault);
        assertThat(aborted.isCancelled()).isFalse();
        assertThat(handler.calls).containsExactly("start", "head 200 text/plain", "complete");
    }

    @Test
    void closingFailsOpenExchangesAndRejectsNewOnes() {
        FakeExchange waiting = send(handler);
        RecordingHandler begun = new RecordingHandler();
        send(begun).head(200, "text/plain");
        transport.close();
        waiting.head(200, "text/plain");

        RecordingHandler late = new RecordingHandler();
        transport.send(request(""), late);

        assertThat(transport.closed()).isTrue();
        assertThat(transport.exchanges()).isEqualTo(2);
        assertThat(handler.calls).containsExactly("start", "failure CLOSED MAYBE_SENT");
        assertThat(begun.calls).containsExactly("start", "head 200 text/plain", "failure CLOSED HEAD_RECEIVED");
        assertThat(late.calls).containsExactly("start", "failure CLOSED NOT_SENT");
    }

    @Test
    void shutdownWaitsForTheExchangesInFlight() {
        FakeExchange exchange = send(handler);
        var terminated = transport.shutdown(Duration.ofDays(1));
        assertThat(terminated).isNotDone();

        exchange.head(204, "text/plain");
        exchange.complete();

        assertThat(terminated).isCompleted();
        assertThat(handler.calls).containsExactly("start", "head 204 text/plain", "complete");
    }

    @Test
    void aShorterGracePeriodWins() {
        send(handler);
        var patient = transport.shutdown(Duration.ofDays(1));
        var impatient = transport.shutdown(Duration.ofMillis(1));

        assertThat(patient).succeedsWithin(Duration.ofSeconds(10));
        assertThat(impatient).succeedsWithin(Duration.ofSeconds(10));
        assertThat(handler.calls).containsExactly("start", "failure CLOSED MAYBE_SENT");
    }

    @Test
    void anExchangeIsNotOpenOnceItsEndCanBeSeen() {
        List<FakeExchange> openAtTheEnd = new ArrayList<>();
        FakeExchange exchange = send(new RecordingHandler() {
            @Override
            public void onComplete() {
                openAtTheEnd.addAll(transport.openExchanges());
            }
        });
        exchange.head(200, "text/plain");
        assertThat(transport.openExchanges()).containsExactly(exchange);

        exchange.complete();

        assertThat(openAtTheEnd).isEmpty();
    }

    @Test
    void answeredByCallsTheTestsServerImmediately() {
        FakeTransport answered = FakeTransport.answeredBy(exchange -> exchange.head(204, exchange.body()));
        answered.send(request("echoed"), handler);

        assertThat(handler.calls).containsExactly("start", "head 204 echoed");
        assertThat(answered.exchanges()).isEqualTo(1);
        answered.close();
        answered.send(request("refused"), new RecordingHandler());
        assertThat(answered.exchanges()).isEqualTo(1);
    }

    @Test
    void onDemandReportsNewDemand() {
        FakeExchange exchange = send(handler);
        exchange.head(200, "text/plain");
        exchange.onDemand(() -> exchange.data("left " + exchange.requested()));
        handler.exchange().request(2);
        handler.exchange().request(1);
        handler.exchange().cancel();
        handler.exchange().request(1);

        assertThat(handler.calls).containsExactly("start", "head 200 text/plain", "data left 2", "data left 2");
    }

    @Test
    void onEndReportsEachEndOnceAfterTheLastCall() {
        List<Consumer<FakeExchange>> ends =
                List.of(FakeExchange::complete, each -> handler.exchange().cancel(), each -> transport.close());
        for (Consumer<FakeExchange> end : ends) {
            FakeExchange exchange = send(handler);
            exchange.head(200, "text/plain");
            exchange.onEnd(() -> handler.calls.add("over " + exchange.isOver()));
            exchange.onEnd(() -> handler.calls.add("open " + transport.openExchanges()));
            assertThat(exchange.isOver()).isFalse();

            end.accept(exchange);
            handler.exchange().cancel();
        }

        assertThat(handler.calls)
                .containsExactly(
                        "start",
                        "head 200 text/plain",
                        "complete",
                        "over true",
                        "open []",
                        "start",
                        "head 200 text/plain",
                        "over true",
                        "open []",
                        "start",
                        "head 200 text/plain",
                        "failure CLOSED HEAD_RECEIVED",
                        "over true",
                        "open []");
    }

    @Test
    void theHandlerReceivesTheTestsException() {
        AtomicReference<TransportException> seen = new AtomicReference<>();
        FakeExchange exchange = send(new RecordingHandler() {
            @Override
            public void onFailure(TransportException failure) {
                seen.set(failure);
            }
        });
        TransportException failure =
                new TransportException(TransportException.Kind.DNS, RequestProgress.NOT_SENT, "No such host", null);
        exchange.fail(failure);

        assertThat(seen).hasValue(failure);
        assertThatIllegalStateException().isThrownBy(() -> exchange.fail(failure));
    }

    private FakeExchange send(ResponseHandler handler) {
        transport.send(request("{}"), handler);
        return transport.next();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static TransportRequest request(String body) {
        return new TransportRequest(
                "POST", URI.create("http://localhost/v1/completions"), HttpHeaders.empty(), UTF_8.encode(body));
    }
}
