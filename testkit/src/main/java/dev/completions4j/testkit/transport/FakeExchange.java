// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.HttpHeaders;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server side of one exchange of a {@link FakeTransport}: the request, and the signals of the response.
 *
 * <p>Each signal method returns after the handler has processed the signal. A signal sent from within a handler call,
 * or while another thread makes one, is delivered after that call. After the client has ended the exchange, by
 * cancelling it, by closing the transport or because its handler threw, signals are discarded, as on a closed
 * connection. A signal out of order, or data without demand, is an error of the test and throws.
 *
 * <p>Safe for use by multiple threads.
 */
public final class FakeExchange {

    private enum Phase {
        AWAITING_HEAD,
        IN_BODY,
        ENDED_BY_SERVER,
        CANCELLED,
        ABORTED,
        CLOSED;

        boolean isEnd() {
            return this == ENDED_BY_SERVER || isEndByClient();
        }

        boolean isEndByClient() {
            return this == CANCELLED || this == ABORTED || this == CLOSED;
        }
    }

    /** A call of the handler; no call follows the last. */
    private record Signal(Consumer<ResponseHandler> call, boolean last) {}

    /** Overwrites a lent buffer when it is taken back; invalid in UTF-8, so that late reads are noticed. */
    private static final byte TAKEN_BACK = (byte) 0xFF;

    private static final ConnectionInfo NEW_CONNECTION = new ConnectionInfo(false, "HTTP/1.1", null);

    private final TransportRequest request;
    private final ResponseHandler handler;
    private final List<Runnable> onEnd = new CopyOnWriteArrayList<>();
    private volatile Runnable onDemand = () -> {};

    private final Object lock = new Object();
    private final Queue<Signal> signals = new ArrayDeque<>();
    private Phase phase = Phase.AWAITING_HEAD;
    private long requested;
    private boolean connected;
    private boolean delivering;
    private boolean over;
    private @Nullable Throwable handlerFailure;

    FakeExchange(TransportRequest request, ResponseHandler handler) {
        this.request = request;
        this.handler = handler;
        Exchange handle = new Handle();
        signals.add(new Signal(h -> h.onStart(handle), false));
    }

    /** Returns the request that the client sent. */
    public TransportRequest request() {
        return request;
    }

    /** Returns the body of the request, decoded as UTF-8. */
    public String body() {
        return UTF_8.decode(request.body()).toString();
    }

    /**
     * Returns the number of further buffers that the client has requested; {@link Long#MAX_VALUE} if the demand is
     * unbounded.
     */
    public long requested() {
        synchronized (lock) {
            return requested;
        }
    }

    /**
     * Waits until the client requests data, so that {@link #data(byte[])} can be called, or the exchange has ended.
     *
     * @param patience the maximum time to wait
     * @return false if neither happened in time
     */
    public boolean awaitDemand(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(patience);
        synchronized (lock) {
            while (requested == 0 && !over) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            return true;
        }
    }

    /**
     * Waits until the client has ended the exchange: it cancelled, it closed the transport, or its handler threw.
     *
     * @param patience the maximum time to wait
     * @return false if that did not happen in time, or if the exchange ended in another way
     */
    public boolean awaitAbort(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(patience);
        synchronized (lock) {
            while (!phase.isEnd()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            return phase.isEndByClient();
        }
    }

    /**
     * Sets the action that runs whenever the client requests data, on the thread that requests it; replaces an earlier
     * action. Demand that precedes this call is not reported.
     *
     * @param action the action
     */
    public void onDemand(Runnable action) {
        onDemand = action;
    }

    /**
     * Adds an action that runs when the exchange has ended: after the handler's {@code onComplete} or
     * {@code onFailure}, after a call in which the handler threw, or as soon as the client cancels, which may be inside
     * a call of the handler or during one on another thread. It runs on the thread that ends the exchange. An end that
     * precedes this call is not reported; see {@link #isOver}.
     *
     * @param action the action, such as cancelling a timer
     */
    public void onEnd(Runnable action) {
        onEnd.add(action);
    }

    /** Returns true after the client has ended the exchange, or the last call of its handler has begun. */
    public boolean isOver() {
        synchronized (lock) {
            return over;
        }
    }

    /** Returns true if the client cancelled the exchange before its end. */
    public boolean isCancelled() {
        synchronized (lock) {
            return phase == Phase.CANCELLED;
        }
    }

    /** Returns the exception with which the client's handler aborted this exchange; null if it threw none. */
    public @Nullable Throwable handlerFailure() {
        synchronized (lock) {
            return handlerFailure;
        }
    }

    /**
     * Reports the connection that the request is sent on. If this method is not called before the head, the exchange
     * reports a new HTTP/1.1 connection.
     *
     * @param connection the connection
     * @throws IllegalStateException if the exchange has a head already
     */
    public void connected(ConnectionInfo connection) {
        synchronized (lock) {
            if (!accepts("connected(…)", Phase.AWAITING_HEAD)) {
                return;
            }
            addConnected(connection);
        }
        deliver();
    }

    /**
     * Sends the response head, with one header.
     *
     * @param status the status
     * @param contentType the value of the header {@code Content-Type}
     * @throws IllegalStateException if the exchange has a head already
     */
    public void head(int status, String contentType) {
        HttpHeaders headers =
                HttpHeaders.builder().add("Content-Type", contentType).build();
        head(new ResponseHead(status, "HTTP/1.1", headers));
    }

    /**
     * Sends the response head.
     *
     * @param head the head
     * @throws IllegalStateException if the exchange has a head already
     */
    public void head(ResponseHead head) {
        synchronized (lock) {
            if (!accepts("head(…)", Phase.AWAITING_HEAD)) {
                return;
            }
            phase = Phase.IN_BODY;
            if (!connected) {
                addConnected(NEW_CONNECTION);
            }
            signals.add(new Signal(h -> h.onHead(head), false));
        }
        deliver();
    }

    /**
     * Sends text as one UTF-8 buffer of the body; see {@link #data(byte[])}.
     *
     * @param text the text, not empty
     */
    public void data(String text) {
        data(text.getBytes(UTF_8));
    }

    /**
     * Sends one buffer of the body.
     *
     * <p>The handler receives a read-only buffer, which is overwritten as soon as the handler returns.
     *
     * @param bytes at least one byte
     * @throws IllegalArgumentException if there are no bytes
     * @throws IllegalStateException if the body has not begun or has ended, or if the client has not requested data
     */
    public void data(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("data(…) has no bytes; a transport delivers at least one");
        }
        byte[] lent = bytes.clone();
        synchronized (lock) {
            if (!accepts("data(…)", Phase.IN_BODY)) {
                return;
            }
            if (requested == 0) {
                throw new IllegalStateException("data(…) without demand: the client has requested no further buffer;"
                        + " send data only while requested() is greater than 0");
            }
            if (requested != Long.MAX_VALUE) {
                requested--;
            }
            signals.add(new Signal(h -> lend(lent, h), false));
        }
        deliver();
    }

    /**
     * Ends the body as HTTP requires.
     *
     * @throws IllegalStateException if the body has not begun or has ended
     */
    public void complete() {
        synchronized (lock) {
            if (!accepts("complete()", Phase.IN_BODY)) {
                return;
            }
            end(Phase.ENDED_BY_SERVER);
            signals.add(new Signal(ResponseHandler::onComplete, true));
        }
        deliver();
    }

    /**
     * Fails the exchange.
     *
     * @param kind the kind of failure
     * @param progress the progress of the request; {@link RequestProgress#HEAD_RECEIVED} if the head was sent, and
     *     possible before it, as for a malformed head
     * @throws IllegalStateException if the exchange has ended, or the progress contradicts its state
     */
    public void fail(TransportException.Kind kind, RequestProgress progress) {
        fail(new TransportException(kind, progress, "The test failed the exchange with " + request.host(), null));
    }

    /**
     * Fails the exchange with an exception.
     *
     * @param failure the exception; its progress is {@link RequestProgress#HEAD_RECEIVED} if the head was sent, and may
     *     be so before it, as for a malformed head
     * @throws IllegalStateException if the exchange has ended, or the progress contradicts its state
     */
    public void fail(TransportException failure) {
        synchronized (lock) {
            boolean begun = failure.progress() == RequestProgress.HEAD_RECEIVED && phase == Phase.IN_BODY;
            if (!accepts("fail(…, " + failure.progress() + ")", begun ? Phase.IN_BODY : Phase.AWAITING_HEAD)) {
                return;
            }
            end(Phase.ENDED_BY_SERVER);
            addFailure(failure);
        }
        deliver();
    }

    /** Returns the request and the state, without headers and body. */
    @Override
    public String toString() {
        synchronized (lock) {
            return request + " " + phase;
        }
    }

    boolean isEndedByClient() {
        synchronized (lock) {
            return phase.isEndByClient();
        }
    }

    /** Makes the first call of the handler. */
    void start() {
        deliver();
    }

    /**
     * Fails the exchange because its transport closes; no effect after the end.
     *
     * @param progress the progress of the request if no response has begun
     */
    void close(RequestProgress progress) {
        synchronized (lock) {
            if (phase.isEnd()) {
                return;
            }
            RequestProgress reached = phase == Phase.IN_BODY ? RequestProgress.HEAD_RECEIVED : progress;
            end(Phase.CLOSED);
            addFailure(new TransportException(
                    TransportException.Kind.CLOSED, reached, "The transport is closed; use one that is open", null));
        }
        deliver();
    }

    /** Returns false if the client has ended the exchange, so that the signal is to be discarded. */
    private boolean accepts(String signal, Phase expected) {
        if (phase.isEndByClient()) {
            return false;
        }
        if (phase != expected) {
            throw new IllegalStateException(signal + " while the exchange is " + phase + ", but it must be " + expected
                    + "; call head(…), then data(…), then complete() or fail(…)");
        }
        return true;
    }

    private void end(Phase end) {
        phase = end;
        lock.notifyAll();
    }

    private void addConnected(ConnectionInfo connection) {
        connected = true;
        signals.add(new Signal(h -> h.onConnected(connection), false));
    }

    private void addFailure(TransportException failure) {
        signals.add(new Signal(h -> h.onFailure(failure), true));
    }

    private static void lend(byte[] lent, ResponseHandler handler) {
        try {
            handler.onData(ByteBuffer.wrap(lent).asReadOnlyBuffer());
        } finally {
            Arrays.fill(lent, TAKEN_BACK);
        }
    }

    /** Calls the handler with the pending signals, unless a call is in progress, whose thread then continues. */
    private void deliver() {
        synchronized (lock) {
            if (delivering) {
                return;
            }
            delivering = true;
        }
        for (Signal signal = nextSignal(); signal != null; signal = nextSignal()) {
            try {
                signal.call().accept(handler);
            } catch (Throwable e) {
                abort(e);
            }
            if (signal.last()) {
                notifyEnd();
            }
        }
    }

    private @Nullable Signal nextSignal() {
        synchronized (lock) {
            Signal signal = signals.poll();
            delivering = signal != null;
            if (signal != null && signal.last()) {
                over = true;
                lock.notifyAll();
            }
            return signal;
        }
    }

    private void abort(Throwable failure) {
        synchronized (lock) {
            handlerFailure = failure;
        }
        endByClient(Phase.ABORTED);
    }

    private void endByClient(Phase end) {
        synchronized (lock) {
            if (over) {
                return;
            }
            over = true;
            end(end);
            signals.clear();
        }
        notifyEnd();
    }

    private void notifyEnd() {
        onEnd.forEach(Runnable::run);
    }

    /** The client side of the exchange. */
    private final class Handle implements Exchange {

        @Override
        public void request(long chunks) {
            if (chunks <= 0) {
                throw new IllegalArgumentException("request(" + chunks + "): request at least one chunk");
            }
            synchronized (lock) {
                if (over) {
                    return;
                }
                requested = chunks > Long.MAX_VALUE - requested ? Long.MAX_VALUE : requested + chunks;
                lock.notifyAll();
            }
            onDemand.run();
        }

        @Override
        public void cancel() {
            endByClient(Phase.CANCELLED);
        }
    }
}
