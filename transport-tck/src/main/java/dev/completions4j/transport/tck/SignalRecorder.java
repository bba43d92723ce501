// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.ResponseHead;
import dev.completions4j.transport.TransportException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes down the signals of one exchange, and how they came.
 *
 * <p>Asks for everything when it starts and keeps the whole body, unless told otherwise before it is sent.
 */
final class SignalRecorder implements ResponseHandler {

    enum Signal {
        START,
        HEAD,
        DATA,
        COMPLETE,
        FAILURE
    }

    private final Duration patience;
    private final Map<Signal, Consumer<Exchange>> reactions = new EnumMap<>(Signal.class);
    private Consumer<ByteBuffer> taking = this::keep;

    private final AtomicInteger callsUnderWay = new AtomicInteger();

    // Guarded by this.
    private final List<String> signals = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final List<ConnectionInfo> connections = new ArrayList<>();
    private boolean connectedInTime = true;
    private long received;
    private int dataSignals;
    private boolean gotEmptyBuffer;
    private boolean overlapped;

    /** The signals that have returned, and the bytes that they brought: what is waited for. */
    private final Set<Signal> returned = EnumSet.noneOf(Signal.class);

    private long returnedBytes;
    private @Nullable Exchange exchange;
    private @Nullable ResponseHead head;
    private @Nullable TransportException failure;

    SignalRecorder(Duration patience) {
        this.patience = patience;
        reactions.put(Signal.START, started -> started.request(Long.MAX_VALUE));
    }

    /** Sets what is asked for in the beginning; zero for nothing. */
    SignalRecorder asking(long chunks) {
        return on(Signal.START, started -> {
            if (chunks > 0) {
                started.request(chunks);
            }
        });
    }

    /** Sets what is done inside a signal, after it was written down. */
    SignalRecorder on(Signal signal, Consumer<Exchange> reaction) {
        reactions.put(signal, reaction);
        return this;
    }

    /** Sets what is done with buffers, in place of keeping their bytes. */
    SignalRecorder taking(Consumer<ByteBuffer> taking) {
        this.taking = taking;
        return this;
    }

    @Override
    public void onStart(Exchange exchange) {
        synchronized (this) {
            this.exchange = exchange;
        }
        take(Signal.START, "onStart");
    }

    /** Not among the signals, since only some transports give it. */
    @Override
    public synchronized void onConnected(ConnectionInfo connection) {
        connections.add(connection);
        connectedInTime &= signals.equals(List.of("onStart"));
    }

    @Override
    public void onHead(ResponseHead head) {
        synchronized (this) {
            this.head = head;
        }
        take(Signal.HEAD, "onHead");
    }

    @Override
    public void onData(ByteBuffer chunk) {
        int size = chunk.remaining();
        taking.accept(chunk);
        synchronized (this) {
            dataSignals++;
            received += size;
            gotEmptyBuffer |= size == 0;
            // However a transport cuts the body, the shape is the same.
            if (signals.isEmpty() || !signals.get(signals.size() - 1).equals("onData")) {
                signals.add("onData");
            }
        }
        try {
            react(Signal.DATA);
        } finally {
            synchronized (this) {
                returnedBytes += size;
                notifyAll();
            }
        }
    }

    @Override
    public void onComplete() {
        take(Signal.COMPLETE, "onComplete");
    }

    @Override
    public void onFailure(TransportException failure) {
        synchronized (this) {
            this.failure = failure;
        }
        take(Signal.FAILURE, "onFailure " + failure.kind() + " " + failure.progress());
    }

    /** Keeps the bytes of a buffer, as is done by itself. */
    void keep(ByteBuffer chunk) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes);
        synchronized (this) {
            body.writeBytes(bytes);
        }
    }

    private void take(Signal signal, String text) {
        synchronized (this) {
            signals.add(text);
        }
        react(signal);
    }

    private void react(Signal signal) {
        boolean alone = callsUnderWay.getAndIncrement() == 0;
        try {
            Consumer<Exchange> reaction = reactions.get(signal);
            if (reaction != null) {
                reaction.accept(exchange());
            }
        } finally {
            callsUnderWay.decrementAndGet();
            synchronized (this) {
                overlapped |= !alone;
                returned.add(signal);
                notifyAll();
            }
        }
    }

    /** The signals so far, {@code onData} once for any number in a row. */
    synchronized List<String> signals() {
        return List.copyOf(signals);
    }

    synchronized List<ConnectionInfo> connections() {
        return List.copyOf(connections);
    }

    /** False if a connection was reported before the start, or once the response had begun. */
    synchronized boolean connectedInTime() {
        return connectedInTime;
    }

    synchronized String body() {
        return body.toString(UTF_8);
    }

    synchronized byte[] bodyBytes() {
        return body.toByteArray();
    }

    synchronized long received() {
        return received;
    }

    synchronized int dataSignals() {
        return dataSignals;
    }

    synchronized boolean gotEmptyBuffer() {
        return gotEmptyBuffer;
    }

    /** True if a signal came while another was under way. */
    synchronized boolean overlapped() {
        return overlapped;
    }

    synchronized Exchange exchange() {
        return Objects.requireNonNull(exchange, "onStart was not called");
    }

    synchronized ResponseHead head() {
        return Objects.requireNonNull(head, "onHead was not called");
    }

    synchronized TransportException failure() {
        return Objects.requireNonNull(failure, () -> "onFailure was not called, but " + signals);
    }

    SignalRecorder awaitStart() throws InterruptedException {
        return await(() -> returned.contains(Signal.START), "no onStart");
    }

    /** Waits until that signal has returned, as the others below do. */
    SignalRecorder awaitHead() throws InterruptedException {
        return await(() -> returned.contains(Signal.HEAD) || hasEnded(), "no onHead");
    }

    /** Waits for that many bytes of the body in all. */
    SignalRecorder awaitBytes(long bytes) throws InterruptedException {
        return await(() -> returnedBytes >= bytes || hasEnded(), "fewer than " + bytes + " bytes of the body");
    }

    SignalRecorder awaitEnd() throws InterruptedException {
        return await(this::hasEnded, "neither onComplete nor onFailure");
    }

    /** True once the last signal has returned. */
    synchronized boolean hasEnded() {
        return returned.contains(Signal.COMPLETE) || returned.contains(Signal.FAILURE);
    }

    /** How often the handler was called. */
    private int calls() {
        return signals.size() + dataSignals;
    }

    private synchronized SignalRecorder await(BooleanSupplier arrived, String missing) throws InterruptedException {
        int seen = calls();
        long deadline = System.nanoTime() + patience.toNanos();
        while (!arrived.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0 && seen < calls()) {
                // Slow, but not stuck.
                seen = calls();
                left = patience.toNanos();
                deadline = System.nanoTime() + left;
            }
            if (left <= 0) {
                throw new AssertionError("There came " + missing + " within " + patience.toSeconds()
                        + " s; the signals were " + signals + ", with " + received + " bytes in " + dataSignals
                        + " onData");
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return this;
    }
}
