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
 * Records the signals of one exchange.
 *
 * <p>By default, requests unbounded demand on start and keeps the whole body.
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
    private Consumer<ByteBuffer> consumer = this::keep;

    private final AtomicInteger callsInProgress = new AtomicInteger();

    // Guarded by this.
    private final List<String> signals = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final List<ConnectionInfo> connections = new ArrayList<>();
    private boolean connectedInTime = true;
    private long received;
    private int dataSignals;
    private boolean receivedEmptyBuffer;
    private boolean overlapped;

    /** The signals that have returned, and their number of bytes: what the {@code await} methods wait for. */
    private final Set<Signal> returned = EnumSet.noneOf(Signal.class);

    private long returnedBytes;
    private @Nullable Exchange exchange;
    private @Nullable ResponseHead head;
    private @Nullable TransportException failure;

    SignalRecorder(Duration patience) {
        this.patience = patience;
        reactions.put(Signal.START, started -> started.request(Long.MAX_VALUE));
    }

    /** Sets the initial demand; zero for none. */
    SignalRecorder requesting(long chunks) {
        return on(Signal.START, started -> {
            if (chunks > 0) {
                started.request(chunks);
            }
        });
    }

    /** Sets the reaction to a signal, which runs inside the signal after it was recorded. */
    SignalRecorder on(Signal signal, Consumer<Exchange> reaction) {
        reactions.put(signal, reaction);
        return this;
    }

    /** Sets the consumer of buffers; default {@link #keep}. */
    SignalRecorder consuming(Consumer<ByteBuffer> consumer) {
        this.consumer = consumer;
        return this;
    }

    @Override
    public void onStart(Exchange exchange) {
        synchronized (this) {
            this.exchange = exchange;
        }
        record(Signal.START, "onStart");
    }

    /** Not recorded among the signals, because only some transports report it. */
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
        record(Signal.HEAD, "onHead");
    }

    @Override
    public void onData(ByteBuffer chunk) {
        int size = chunk.remaining();
        consumer.accept(chunk);
        synchronized (this) {
            dataSignals++;
            received += size;
            receivedEmptyBuffer |= size == 0;
            // The recorded signals do not depend on how a transport splits the body.
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
        record(Signal.COMPLETE, "onComplete");
    }

    @Override
    public void onFailure(TransportException failure) {
        synchronized (this) {
            this.failure = failure;
        }
        record(Signal.FAILURE, "onFailure " + failure.kind() + " " + failure.progress());
    }

    /** Keeps the bytes of a buffer. */
    void keep(ByteBuffer chunk) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes);
        synchronized (this) {
            body.writeBytes(bytes);
        }
    }

    private void record(Signal signal, String text) {
        synchronized (this) {
            signals.add(text);
        }
        react(signal);
    }

    private void react(Signal signal) {
        boolean alone = callsInProgress.getAndIncrement() == 0;
        try {
            Consumer<Exchange> reaction = reactions.get(signal);
            if (reaction != null) {
                reaction.accept(exchange());
            }
        } finally {
            callsInProgress.decrementAndGet();
            synchronized (this) {
                overlapped |= !alone;
                returned.add(signal);
                notifyAll();
            }
        }
    }

    /** Returns the signals so far, with consecutive {@code onData} recorded once. */
    synchronized List<String> signals() {
        return List.copyOf(signals);
    }

    synchronized List<ConnectionInfo> connections() {
        return List.copyOf(connections);
    }

    /** Returns false if a connection was reported before the start or after the head. */
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

    synchronized boolean receivedEmptyBuffer() {
        return receivedEmptyBuffer;
    }

    /** Returns true if a signal was delivered during another. */
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

    /** Waits until {@code onHead} has returned, as the methods below do for their signals. */
    SignalRecorder awaitHead() throws InterruptedException {
        return await(() -> returned.contains(Signal.HEAD) || hasEnded(), "no onHead");
    }

    /** Waits until the given number of body bytes has been received. */
    SignalRecorder awaitBytes(long bytes) throws InterruptedException {
        return await(() -> returnedBytes >= bytes || hasEnded(), "fewer than " + bytes + " bytes of the body");
    }

    SignalRecorder awaitEnd() throws InterruptedException {
        return await(this::hasEnded, "neither onComplete nor onFailure");
    }

    /** Returns true after the last signal has returned. */
    synchronized boolean hasEnded() {
        return returned.contains(Signal.COMPLETE) || returned.contains(Signal.FAILURE);
    }

    /** Returns the number of calls of the handler. */
    private int calls() {
        return signals.size() + dataSignals;
    }

    private synchronized SignalRecorder await(BooleanSupplier arrived, String missing) throws InterruptedException {
        int seen = calls();
        long limit = TimeUnit.NANOSECONDS.convert(patience);
        long deadline = System.nanoTime() + limit;
        while (!arrived.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0 && seen < calls()) {
                // Slow, but not stuck.
                seen = calls();
                left = limit;
                deadline = System.nanoTime() + left;
            }
            if (left <= 0) {
                throw new AssertionError(
                        "Received " + missing + " within " + patience.toSeconds() + " s; the signals were " + signals
                                + ", with " + received + " bytes in " + dataSignals + " onData");
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return this;
    }
}
