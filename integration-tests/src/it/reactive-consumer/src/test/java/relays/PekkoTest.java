// SPDX-License-Identifier: Apache-2.0
package relays;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.junit.CompletionsExtension;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.JavaFlowSupport;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams as sources of Pekko, which consumes them on threads of its own. */
@ExtendWith(CompletionsExtension.class)
class PekkoTest {

    private static final CompletionRequest REQUEST = RelayContract.REQUEST;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static ActorSystem system;

    @BeforeAll
    static void start() {
        system = ActorSystem.create();
    }

    @AfterAll
    static void stop() throws Exception {
        system.terminate();
        result(system.getWhenTerminated());
    }

    private static Source<String, NotUsed> source(CompletionsClient client, CompletionRequest request) {
        // snippet: pekko
        Source<String, NotUsed> texts =
                JavaFlowSupport.Source.fromPublisher(client.stream(request).texts());
        // end
        return texts;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16}) // 16 is the default.
    void readsNoMoreAheadThanItsBufferHolds(int readAhead, CompletionsClient client, FakeTransport transport)
            throws Exception {
        int texts = 40;
        AtomicInteger stored = new AtomicInteger();
        AtomicInteger mostAhead = new AtomicInteger();
        LinkedBlockingQueue<CompletableFuture<String>> storing = new LinkedBlockingQueue<>();
        CompletionStage<List<String>> all = source(client, REQUEST)
                .mapAsync(1, text -> {
                    CompletableFuture<String> one = new CompletableFuture<>();
                    storing.add(one);
                    return one;
                })
                .take(texts)
                .toMat(Sink.seq(), Keep.right())
                .addAttributes(Attributes.inputBuffer(readAhead, readAhead))
                .run(system);
        FakeExchange exchange = transport.next(PATIENCE);
        Server server = new Server(exchange, sent -> mostAhead.accumulateAndGet(sent - stored.get(), Math::max));
        exchange.head(200, "text/event-stream");
        exchange.onDemand(server::sendWhatIsRequested);
        server.sendWhatIsRequested();

        for (int i = 0; i < texts; i++) {
            CompletableFuture<String> one = storing.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(one).isNotNull();
            stored.incrementAndGet();
            one.complete("stored");
        }

        assertThat(result(all)).hasSize(texts);
        // The text that is being stored, one that was stored but is still counted, and the buffer.
        assertThat(mostAhead.get()).isBetween(readAhead, readAhead + 2);
        assertThat(exchange.awaitAbort(PATIENCE)).isTrue();
    }

    /** Sends an event whenever one is requested. */
    private record Server(FakeExchange exchange, IntConsumer whenSent, AtomicInteger sent) {

        Server(FakeExchange exchange, IntConsumer whenSent) {
            this(exchange, whenSent, new AtomicInteger());
        }

        synchronized void sendWhatIsRequested() {
            while (exchange.requested() > 0 && !exchange.isCancelled()) {
                exchange.data(RelayContract.event("t"));
                whenSent.accept(sent.incrementAndGet());
            }
        }
    }

    @Test
    void passesCancelThrough(CompletionsClient client, FakeTransport transport) throws Exception {
        CompletionStage<String> first = source(client, REQUEST).runWith(Sink.head(), system);
        FakeExchange exchange = transport.next(PATIENCE);
        exchange.head(200, "text/event-stream");
        assertThat(exchange.awaitDemand(PATIENCE)).isTrue();
        exchange.data(RelayContract.event("a"));

        assertThat(result(first)).isEqualTo("a");

        assertThat(exchange.awaitAbort(PATIENCE)).isTrue();
    }

    @Test
    void passesCancelThroughBeforeTheResponse(CompletionsClient client, FakeTransport transport) throws Exception {
        UniqueKillSwitch killSwitch = source(client, REQUEST)
                .viaMat(KillSwitches.single(), Keep.right())
                .to(Sink.ignore())
                .run(system);
        FakeExchange exchange = transport.next(PATIENCE);

        killSwitch.shutdown();

        assertThat(exchange.awaitAbort(PATIENCE)).isTrue();
    }

    @Test
    void passesTheEndThrough(CompletionsClient client, FakeTransport transport) throws Exception {
        transport.expect(RequestPattern.any(), FakeReply.stream("a", "b"));

        assertThat(result(source(client, REQUEST).runWith(Sink.seq(), system))).containsExactly("a", "b");
    }

    @Test
    void keepsTheFailureAndWhatWasReceived(CompletionsClient client, FakeTransport transport) throws Exception {
        transport.expect(RequestPattern.any(), FakeReply.stream("a", "b", "c").cutAfter(2));
        CompletableFuture<Throwable> failure = new CompletableFuture<>();

        source(client, REQUEST).runWith(Sink.ignore(), system).whenComplete((done, thrown) -> failure.complete(thrown));

        RelayContract.assertTruncatedAfterAb(result(failure));
    }

    private static <T> T result(CompletionStage<T> stage)
            throws InterruptedException, ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
