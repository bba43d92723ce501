package dev.completions4j.testkit;

import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A transport without a network: it keeps what is sent, and the test answers signal by signal.
 *
 * <pre>{@code
 * FakeTransport transport = new FakeTransport();
 * // ... the client sends a request through it ...
 * FakeExchange exchange = transport.next();
 * exchange.head(200, "text/event-stream");
 * exchange.data("data: [DONE]\n\n");
 * exchange.complete();
 * }</pre>
 *
 * <p>It keeps to the contract of {@link Transport}, and holds the test to it. The handler is called on the thread that
 * gives the signal.
 *
 * <p>Safe for use by any number of threads.
 */
public final class FakeTransport implements Transport {

    private static final TransportInfo INFO = new TransportInfo("fake", Set.of("HTTP/1.1"));

    private final BlockingQueue<FakeExchange> sent = new LinkedBlockingQueue<>();
    private final CompletableFuture<@Nullable Void> terminated = new CompletableFuture<>();

    private final Object lock = new Object();
    private final Set<FakeExchange> open = new HashSet<>();
    private int exchanges;
    private boolean closed;

    /** A transport that is open and to which nothing was sent. */
    public FakeTransport() {}

    @Override
    public TransportInfo info() {
        return INFO;
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        FakeExchange exchange = new FakeExchange(request, handler, this::forget);
        if (!admit(exchange)) {
            exchange.close(RequestProgress.NOT_SENT);
            return;
        }
        exchange.start();
        // Not before: whoever takes the exchange must find the demand that the handler makes when it starts.
        sent.add(exchange);
    }

    /**
     * Takes the next exchange, in the order in which they were sent.
     *
     * @throws AssertionError if the client has sent no other
     */
    public FakeExchange next() {
        return next(Duration.ZERO);
    }

    /**
     * Takes the next exchange, and waits for it if the client sends on a thread of its own.
     *
     * @param patience how long to wait for it
     * @throws AssertionError if the client has sent no other by then
     */
    public FakeExchange next(Duration patience) {
        FakeExchange exchange;
        try {
            exchange = sent.poll(nanos(patience), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the client to send a request", e);
        }
        if (exchange == null) {
            throw new AssertionError("The client has sent no further request (" + exchanges()
                    + " in all, each taken already); call next() after the step that sends");
        }
        return exchange;
    }

    /** How many requests were sent so far, taken or not; those that came after the closing are not counted. */
    public int exchanges() {
        synchronized (lock) {
            return exchanges;
        }
    }

    /** True once {@link #close} or {@link #shutdown} was called. */
    public boolean closed() {
        synchronized (lock) {
            return closed;
        }
    }

    /**
     * Refuses new exchanges and, after the grace period, fails those that are still open with
     * {@link TransportException.Kind#CLOSED}.
     */
    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from its class file.
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        synchronized (lock) {
            closed = true;
        }
        completeIfDrained();
        if (grace.isZero() || grace.isNegative()) {
            closeOpenExchanges();
        } else if (!terminated.isDone()) {
            Thread waiting = new Thread(() -> closeAfter(grace), "completions4j-fake-shutdown");
            waiting.setDaemon(true);
            waiting.start();
        }
        return terminated.copy();
    }

    private void closeAfter(Duration grace) {
        try {
            terminated.get(nanos(grace), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            closeOpenExchanges();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("Nobody interrupts this thread or fails this future", e);
        }
    }

    private void closeOpenExchanges() {
        List<FakeExchange> rest;
        synchronized (lock) {
            rest = new ArrayList<>(open);
        }
        for (FakeExchange exchange : rest) {
            exchange.close(RequestProgress.MAYBE_SENT);
        }
    }

    private boolean admit(FakeExchange exchange) {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            exchanges++;
            return open.add(exchange);
        }
    }

    private void forget(FakeExchange exchange) {
        synchronized (lock) {
            open.remove(exchange);
        }
        completeIfDrained();
    }

    private void completeIfDrained() {
        boolean drained;
        synchronized (lock) {
            drained = closed && open.isEmpty();
        }
        if (drained) {
            terminated.complete(null);
        }
    }

    private static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }
}
