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
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of a {@link FakeTransport}, seen from the server's side: the request, and the signals of the response.
 *
 * <p>A signal returns when the handler has taken it; one that is given from inside a handler call, or while another
 * thread is in one, is taken after that call. Once the client has ended the exchange (it cancelled, it closed the
 * transport, its handler threw) signals are dropped, as on a closed connection. A signal that breaks HTTP's order, or
 * data that nobody requested, is an error of the test.
 *
 * <p>Safe for use by any number of threads.
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

    /** One call of the handler; no other follows the last. */
    private record Signal(Consumer<ResponseHandler> call, boolean last) {}

    /** What a lent buffer holds once it is taken back: bytes that are no UTF-8, so that late readers notice. */
    private static final byte TAKEN_BACK = (byte) 0xFF;

    private static final ConnectionInfo NEW_CONNECTION = new ConnectionInfo(false, "HTTP/1.1", null);

    private final TransportRequest request;
    private final ResponseHandler handler;
    private final Consumer<FakeExchange> whenOver;
    private volatile Runnable whenMoved = () -> {};

    private final Object lock = new Object();
    private final Queue<Signal> signals = new ArrayDeque<>();
    private Phase phase = Phase.AWAITING_HEAD;
    private long requested;
    private boolean connected;
    private boolean delivering;
    private boolean over;
    private @Nullable Throwable handlerFailure;

    /** @param whenOver called once, when the handler is called no more */
    FakeExchange(TransportRequest request, ResponseHandler handler, Consumer<FakeExchange> whenOver) {
        this.request = request;
        this.handler = handler;
        this.whenOver = whenOver;
        Exchange handle = new Handle();
        signals.add(new Signal(h -> h.onStart(handle), false));
    }

    /** What the client sent. */
    public TransportRequest request() {
        return request;
    }

    /** The request's body, read as UTF-8. */
    public String body() {
        return UTF_8.decode(request.body()).toString();
    }

    /** How many further buffers the client has asked for; {@link Long#MAX_VALUE} if as many as there are. */
    public long requested() {
        synchronized (lock) {
            return requested;
        }
    }

    /**
     * Waits until the client asks for data, or has ended the exchange, so that {@link #data(byte[])} can be called.
     *
     * @return false if it did neither in time
     */
    public boolean awaitDemand(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
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
     * @return false if it did not in time, or if the exchange ended otherwise
     */
    public boolean awaitAbort(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
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
     * Calls the action whenever the client asks for further data, on the thread that asks; in place of an earlier
     * action. What was requested before is not reported again.
     */
    public void onDemand(Runnable action) {
        whenMoved(() -> {
            if (!isOver()) {
                action.run();
            }
        });
    }

    /** True once the client cancelled the exchange before it ended. */
    public boolean isCancelled() {
        synchronized (lock) {
            return phase == Phase.CANCELLED;
        }
    }

    /** What the client's handler threw, which aborted this exchange; null if it threw nothing. */
    public @Nullable Throwable handlerFailure() {
        synchronized (lock) {
            return handlerFailure;
        }
    }

    /**
     * Reports the connection that the request goes by. A head without it comes by a new connection of HTTP/1.1.
     *
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

    /** Answers with a head that has one header. */
    public void head(int status, String contentType) {
        HttpHeaders headers =
                HttpHeaders.builder().add("Content-Type", contentType).build();
        head(new ResponseHead(status, "HTTP/1.1", headers));
    }

    /**
     * Answers with a head.
     *
     * @throws IllegalStateException if the exchange has one already
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

    /** Delivers text as one buffer of UTF-8, as {@link #data(byte[])} does. */
    public void data(String text) {
        data(text.getBytes(UTF_8));
    }

    /**
     * Delivers one buffer of the body.
     *
     * <p>The buffer that the handler gets is read-only, and is overwritten as soon as the handler returns.
     *
     * @param bytes at least one
     * @throws IllegalStateException if the exchange is not in its body, or if the client has not asked for data
     */
    public void data(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("data(…) got no byte; a transport delivers at least one");
        }
        byte[] lent = bytes.clone();
        synchronized (lock) {
            if (!accepts("data(…)", Phase.IN_BODY)) {
                return;
            }
            if (requested == 0) {
                throw new IllegalStateException("data(…) without demand: the client has asked for no further buffer;"
                        + " deliver only while requested() is above 0");
            }
            if (requested != Long.MAX_VALUE) {
                requested--;
            }
            signals.add(new Signal(h -> lend(lent, h), false));
        }
        deliver();
    }

    /**
     * Ends the body as HTTP says it must.
     *
     * @throws IllegalStateException if the exchange is not in its body
     */
    public void complete() {
        synchronized (lock) {
            if (!accepts("complete()", Phase.IN_BODY)) {
                return;
            }
            phase = Phase.ENDED_BY_SERVER;
            signals.add(new Signal(ResponseHandler::onComplete, true));
        }
        deliver();
    }

    /**
     * Fails the exchange.
     *
     * @param progress {@link RequestProgress#HEAD_RECEIVED} after the head, and only then
     * @throws IllegalStateException if the exchange has ended, or has not come as far as {@code progress} says
     */
    public void fail(TransportException.Kind kind, RequestProgress progress) {
        fail(new TransportException(kind, progress, "The test failed the exchange with " + request.host(), null));
    }

    /**
     * Fails the exchange with that very exception.
     *
     * @param failure has the progress {@link RequestProgress#HEAD_RECEIVED} after the head, and only then
     * @throws IllegalStateException if the exchange has ended, or has not come as far as the progress says
     */
    public void fail(TransportException failure) {
        synchronized (lock) {
            boolean hasHead = failure.progress() == RequestProgress.HEAD_RECEIVED;
            if (!accepts("fail(…, " + failure.progress() + ")", hasHead ? Phase.IN_BODY : Phase.AWAITING_HEAD)) {
                return;
            }
            phase = Phase.ENDED_BY_SERVER;
            addFailure(failure);
        }
        deliver();
    }

    /** The request and the phase; no header and no body. */
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

    /** Calls the handler for the first time. */
    void start() {
        deliver();
    }

    /** Calls the action whenever the client has asked for data, and once when the handler is called no more. */
    void whenMoved(Runnable action) {
        whenMoved = action;
    }

    /** True once the handler is called no more. */
    boolean isOver() {
        synchronized (lock) {
            return over;
        }
    }

    /**
     * Fails the exchange because its transport closes; no-op after the end.
     *
     * @param progress how far the request had come, if no response has begun
     */
    void close(RequestProgress progress) {
        synchronized (lock) {
            if (phase.isEnd()) {
                return;
            }
            RequestProgress reached = phase == Phase.IN_BODY ? RequestProgress.HEAD_RECEIVED : progress;
            phase = Phase.CLOSED;
            lock.notifyAll();
            addFailure(new TransportException(
                    TransportException.Kind.CLOSED, reached, "The transport is closed; use one that is open", null));
        }
        deliver();
    }

    /** False if the client has ended the exchange, so that the signal is to be dropped. */
    private boolean accepts(String signal, Phase expected) {
        if (phase.isEndByClient()) {
            return false;
        }
        if (phase != expected) {
            throw new IllegalStateException(signal + " while the exchange is " + phase + ", but it must be " + expected
                    + "; give head(…), then data(…), then complete() or fail(…)");
        }
        return true;
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

    /** Calls the handler with what is waiting, unless a call is under way: that one's thread then goes on. */
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
                tellOver();
            }
        }
    }

    private @Nullable Signal nextSignal() {
        synchronized (lock) {
            Signal signal = signals.poll();
            delivering = signal != null;
            over |= signal != null && signal.last();
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
            phase = end;
            signals.clear();
            lock.notifyAll();
        }
        tellOver();
    }

    private void tellOver() {
        whenOver.accept(this);
        whenMoved.run();
    }

    /** The client's end of the exchange. */
    private final class Handle implements Exchange {

        @Override
        public void request(long chunks) {
            if (chunks <= 0) {
                throw new IllegalArgumentException("request(" + chunks + "): ask for at least one chunk");
            }
            synchronized (lock) {
                if (over) {
                    return;
                }
                requested = chunks > Long.MAX_VALUE - requested ? Long.MAX_VALUE : requested + chunks;
                lock.notifyAll();
            }
            whenMoved.run();
        }

        @Override
        public void cancel() {
            endByClient(Phase.CANCELLED);
        }
    }
}
