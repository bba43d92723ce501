// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.TransportException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/**
 * A stream, the signals that any thread may send to it, and the invariants after all of them.
 *
 * <p>The server's signals are serial, like a connection's; all others are concurrent.
 */
public class StreamRace {

    private static final String SERVER = "server";

    private final FakeTransport transport = new FakeTransport();
    private final CompletionsClient client = Wire.client(transport);
    private final StrictSubscriber subscriber = new StrictSubscriber();
    private final FakeExchange exchange;

    private boolean begun;
    private boolean endedByServer;
    private int chunksBegun;

    /** The second half of a chunk whose first half was sent. */
    private String rest = "";

    private volatile boolean closed;

    public StreamRace() {
        client.stream(Wire.REQUEST).subscribe(subscriber);
        exchange = transport.next();
    }

    @Operation
    public void requestOne() {
        subscriber.request(1);
    }

    @Operation
    public void requestThree() {
        subscriber.request(3);
    }

    @Operation
    public void cancel() {
        subscriber.cancel();
    }

    /** Makes the subscriber cancel inside its next call. */
    @Operation
    public void cancelInOnNext() {
        subscriber.cancelInOnNext = true;
    }

    @Operation(runOnce = true)
    public void closeClient() {
        closed = true;
        client.close();
    }

    @Operation(nonParallelGroup = SERVER)
    public void sendTwoChunks() {
        if (maySend()) {
            send(nextChunk() + nextChunk());
        }
    }

    /** The next data starts with the second half. */
    @Operation(nonParallelGroup = SERVER)
    public void sendHalfAChunk() {
        if (maySend()) {
            String chunk = nextChunk();
            int half = chunk.length() / 2;
            send(chunk.substring(0, half));
            rest = chunk.substring(half);
        }
    }

    @Operation(nonParallelGroup = SERVER)
    public void sendKeepAlive() {
        if (maySend()) {
            send(": keep-alive\n");
        }
    }

    /** A timer limits what may follow it. */
    @Operation(nonParallelGroup = SERVER)
    public void sendDone() {
        if (maySend()) {
            endedByServer = true;
            send(Wire.DONE);
        }
    }

    @Operation(nonParallelGroup = SERVER)
    public void cutBody() {
        if (isOpen()) {
            endedByServer = true;
            exchange.complete();
        }
    }

    @Operation(nonParallelGroup = SERVER)
    public void fail() {
        if (isOpen()) {
            endedByServer = true;
            Wire.fail(exchange, TransportException.Kind.RESET);
        }
    }

    /** Verifies that nothing waits without a reason; then ends the stream, and verifies that nothing was lost. */
    @Validate
    public void verify() {
        if (isLive()) {
            subscriber.verifyNothingIsPending(chunksSent(), endedByServer);
            if (begun && !endedByServer && subscriber.waits()) {
                verifyDemandReachedTheTransport();
            }
        }
        if (isLive()) {
            subscriber.request(Long.MAX_VALUE);
            if (isOpen() && isLive()) {
                verifyDemandReachedTheTransport();
                endedByServer = true;
                send(Wire.lastChunk(0, text(chunksBegun++)));
                exchange.complete();
            }
        }
        subscriber.verify(chunksSent(), closed);
        client.close();
        if (exchange.handlerFailure() != null) {
            throw new AssertionError("The stream threw an exception to the transport", exchange.handlerFailure());
        }
        if (!endedByServer && !exchange.isCancelled()) {
            throw new AssertionError("The exchange continues after the end of its stream");
        }
    }

    private boolean isLive() {
        return !subscriber.cancelled && !closed;
    }

    private void verifyDemandReachedTheTransport() {
        if (exchange.requested() == 0) {
            throw new AssertionError("The subscriber's demand did not reach the transport");
        }
    }

    private int chunksSent() {
        return rest.isEmpty() ? chunksBegun : chunksBegun - 1;
    }

    private boolean maySend() {
        return isOpen() && exchange.requested() > 0;
    }

    private boolean isOpen() {
        if (!begun) {
            begun = true;
            Wire.beginStream(exchange);
        }
        return !endedByServer;
    }

    private String nextChunk() {
        return Wire.chunk(0, text(chunksBegun++));
    }

    private void send(String bytes) {
        exchange.data(rest + bytes);
        rest = "";
    }

    private static String text(int chunk) {
        return chunk + ";";
    }

    /** Records the first violation of the Reactive Streams rules. */
    private static final class StrictSubscriber implements Flow.Subscriber<CompletionChunk> {

        private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
        private final AtomicReference<@Nullable String> violation = new AtomicReference<>();
        private final AtomicBoolean inside = new AtomicBoolean();
        private final AtomicLong requested = new AtomicLong();
        private volatile boolean cancelInOnNext;
        private volatile boolean cancelled;

        // Guarded by the rule that calls are serial.
        private final StringBuilder texts = new StringBuilder();
        private int chunks;
        private boolean cancelledInside;
        private boolean ended;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.set(given);
        }

        @Override
        public void onNext(CompletionChunk chunk) {
            enter("onNext");
            if (++chunks > requested.get()) {
                violated("onNext without demand");
            }
            texts.append(chunk.text());
            if (cancelInOnNext) {
                cancel();
                cancelledInside = true;
            }
            leave();
        }

        @Override
        public void onError(Throwable failure) {
            enter("onError");
            ended = true;
            leave();
        }

        @Override
        public void onComplete() {
            enter("onComplete");
            ended = true;
            leave();
        }

        void request(long n) {
            // Before the call, which may call onNext immediately.
            requested.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
            given().request(n);
        }

        void cancel() {
            cancelled = true;
            given().cancel();
        }

        void violated(String rule) {
            violation.compareAndSet(null, rule);
        }

        boolean waits() {
            return requested.get() > chunks;
        }

        void verifyNothingIsPending(int chunksSent, boolean endedByServer) {
            if (chunks < Math.min(requested.get(), chunksSent)) {
                violated("Requested chunks were not delivered");
            }
            if (endedByServer && chunks == chunksSent && !ended) {
                violated("The end was not delivered");
            }
        }

        void verify(int chunksSent, boolean closed) {
            if (inside.get()) {
                violated("A call did not return");
            }
            String sent = String.join(
                    "",
                    IntStream.range(0, chunksSent).mapToObj(StreamRace::text).toList());
            if (!sent.startsWith(texts.toString())) {
                violated("Chunks were lost or reordered");
            }
            if (!cancelled && !closed && chunks < chunksSent) {
                violated("Chunks did not arrive");
            }
            if (!cancelled && !ended) {
                violated("The end did not arrive");
            }
            String rule = violation.get();
            if (rule != null) {
                throw new AssertionError(rule + "; sent " + sent + " received " + texts + " ended " + ended
                        + " cancelled " + cancelled + " closed " + closed);
            }
        }

        private void enter(String call) {
            if (inside.getAndSet(true)) {
                violated(call + " within another call");
            }
            if (ended) {
                violated(call + " after the end");
            }
            if (cancelledInside) {
                violated(call + " after the subscriber cancelled in its own call");
            }
        }

        private void leave() {
            inside.set(false);
        }

        private Flow.Subscription given() {
            Flow.Subscription given = subscription.get();
            if (given == null) {
                throw new AssertionError("onSubscribe was not called");
            }
            return given;
        }
    }
}
