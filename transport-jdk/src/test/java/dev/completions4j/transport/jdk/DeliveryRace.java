// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/**
 * One delivery, the events that any thread may report to it, and the invariants after all of them.
 *
 * <p>The client's events are serial; all others are concurrent.
 */
public class DeliveryRace {

    private static final String CLIENT = "client";

    private final StrictHandler handler = new StrictHandler();
    private final Delivery delivery = new Delivery(handler, new Upstream() {
        @Override
        public void pull() {
            pulled.set(true);
        }

        @Override
        public void delivered() {
            if (delivered.getAndSet(true)) {
                handler.violated("delivered twice");
            }
        }

        @Override
        public void request(long chunks) {
            delivery().request(chunks);
        }

        @Override
        public void cancel() {
            stopped.set(true);
            delivery().stop();
        }
    });

    /** The number of buffers that the client may deliver. */
    private final AtomicBoolean pulled = new AtomicBoolean(true);

    private final AtomicBoolean delivered = new AtomicBoolean();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicBoolean abandoned = new AtomicBoolean();
    private final AtomicLong requested = new AtomicLong();

    // Accessed by the client's events.
    private boolean headSent;
    private boolean endSent;
    private long sent;

    public DeliveryRace() {
        delivery.start();
    }

    @Operation
    public void requestOne() {
        request(1);
    }

    @Operation
    public void requestAll() {
        request(Long.MAX_VALUE);
    }

    @Operation(runOnce = true)
    public void cancel() {
        stopped.set(true);
        delivery.stop();
    }

    /** Makes the handler throw in its next call. */
    @Operation(runOnce = true)
    public void throwInHandler() {
        handler.throwing = true;
    }

    @Operation(runOnce = true)
    public void abandon() {
        abandoned.set(true);
        delivery.abandon(failure());
    }

    @Operation(nonParallelGroup = CLIENT)
    public void sendBuffer() {
        sendHead();
        if (!endSent && pulled.compareAndSet(true, false)) {
            sent++;
            delivery.data(ByteBuffer.wrap(new byte[] {1}));
        }
    }

    @Operation(nonParallelGroup = CLIENT)
    public void sendEmptyBuffer() {
        sendHead();
        if (!endSent && pulled.compareAndSet(true, false)) {
            delivery.data(ByteBuffer.allocate(0));
        }
    }

    @Operation(nonParallelGroup = CLIENT)
    public void end() {
        sendHead();
        endSent = true;
        delivery.complete();
    }

    @Operation(nonParallelGroup = CLIENT)
    public void fail() {
        endSent = true;
        delivery.fail(failure());
    }

    /** Verifies that no pending call was left out. */
    @Validate
    public void verify() {
        if (!stopped.get() && !handler.threw) {
            if (!abandoned.get() && handler.chunks < Math.min(requested.get(), sent)) {
                handler.violated("requested data was not delivered");
            }
            if ((abandoned.get() || (endSent && handler.chunks == sent)) && !handler.ended) {
                handler.violated("the end was not delivered");
            }
            if (handler.ended != delivered.get()) {
                handler.violated("the end was not reported");
            }
        }
        if (handler.threw && !stopped.get()) {
            handler.violated("a handler that threw was not cancelled");
        }
        String violation = handler.violation.get();
        if (violation != null) {
            throw new AssertionError(violation + "; sent " + sent + " received " + handler.chunks + " requested "
                    + requested + " ended " + handler.ended);
        }
    }

    private Delivery delivery() {
        return delivery;
    }

    private void request(long chunks) {
        // Before the call, which may call onData immediately.
        requested.accumulateAndGet(chunks, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
        delivery.request(chunks);
    }

    private void sendHead() {
        if (!headSent && !endSent) {
            headSent = true;
            delivery.head(new ResponseHead(200, "HTTP/1.1", HttpHeaders.empty()));
        }
    }

    private static TransportException failure() {
        return new TransportException(
                TransportException.Kind.RESET, RequestProgress.HEAD_RECEIVED, "A scenario fails", null);
    }

    /** Records the first violation of the handler rules. */
    private final class StrictHandler implements ResponseHandler {

        private final AtomicReference<@Nullable String> violation = new AtomicReference<>();
        private final AtomicBoolean inside = new AtomicBoolean();
        private volatile boolean throwing;

        // Guarded by the rule that calls are serial.
        private boolean headCame;
        private boolean ended;
        private boolean threw;
        private long chunks;

        @Override
        public void onStart(Exchange exchange) {}

        @Override
        public void onHead(ResponseHead head) {
            call("onHead", () -> headCame = true);
        }

        @Override
        public void onData(ByteBuffer chunk) {
            call("onData", () -> {
                if (!headCame) {
                    violated("onData before onHead");
                }
                if (!chunk.hasRemaining()) {
                    violated("onData without data");
                }
                if (++chunks > requested.get()) {
                    violated("onData without demand");
                }
            });
        }

        @Override
        public void onComplete() {
            call("onComplete", () -> ended = true);
        }

        @Override
        public void onFailure(TransportException failure) {
            call("onFailure", () -> ended = true);
        }

        private void call(String name, Runnable effect) {
            if (inside.getAndSet(true)) {
                violated(name + " within another call");
            }
            if (ended || threw) {
                violated(name + " after the last");
            }
            effect.run();
            inside.set(false);
            if (throwing) {
                threw = true;
                throw new HandlerError();
            }
        }

        void violated(String rule) {
            violation.compareAndSet(null, rule);
        }
    }

    /** An error without a stack trace, because it is reported each time. */
    static final class HandlerError extends Error {

        private static final long serialVersionUID = 1L;

        HandlerError() {
            super("A scenario has the handler throw", null, false, false);
        }
    }
}
