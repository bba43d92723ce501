// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.transport;

import dev.completions4j.spi.Scheduler;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportFeature;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A transport without a network, which records requests and plays scripted replies, or lets the test send each signal.
 *
 * <pre>{@code
 * FakeTransport transport = new FakeTransport();
 * transport.expect(RequestPattern.post("/v1/completions").json("/prompt", "Hello"), FakeReply.stream(", ", "world"));
 * // ... the client sends a request ...
 * transport.verify();
 * }</pre>
 *
 * <p>If the test expects any request, an unexpected request fails with {@link TransportException.Kind#INTERNAL}, and
 * {@link #verify} fails too. If the test expects none, requests wait for the test:
 *
 * <pre>{@code
 * FakeExchange exchange = transport.next();
 * exchange.head(200, "text/event-stream");
 * exchange.data("data: [DONE]\n\n");
 * exchange.complete();
 * }</pre>
 *
 * <p>This transport conforms to the contract of {@link Transport}, and enforces it on the test. It has no threads: the
 * handler is called on the thread that sends the request, requests data, advances the time or sends the signal. Its
 * {@link #info} lists no protocols.
 *
 * <p>Safe for use by multiple threads.
 */
public final class FakeTransport implements Transport {

    private static final TransportInfo INFO =
            new TransportInfo("fake", Set.of(), Set.of(TransportFeature.CONNECTION_EVENTS));

    private final Scheduler time;
    private final Script script = new Script();
    private final BlockingQueue<FakeExchange> sent = new LinkedBlockingQueue<>();
    private final Consumer<FakeExchange> server;
    private final CompletableFuture<@Nullable Void> terminated = new CompletableFuture<>();

    private final Object lock = new Object();
    private final Set<FakeExchange> open = new HashSet<>();
    private int exchanges;
    private boolean closed;

    /** Creates a transport that measures delays and grace periods in the system's time, on daemon threads. */
    public FakeTransport() {
        this(new SystemTime());
    }

    /**
     * Creates a transport with its own time.
     *
     * @param time the clock and timer of delays and grace periods, such as a {@link ManualTime}; normally also the
     *     client's
     */
    public FakeTransport(Scheduler time) {
        this.time = time;
        server = sent::add;
    }

    private FakeTransport(Consumer<FakeExchange> server, Scheduler time) {
        this.time = time;
        this.server = server;
    }

    /**
     * Returns a transport that passes each exchange to a server of the test instead of {@link #next()}.
     *
     * @param server called on the thread that sends the request, after the handler's {@code onStart}
     */
    public static FakeTransport answeredBy(Consumer<FakeExchange> server) {
        return answeredBy(server, new SystemTime());
    }

    /**
     * Returns a transport that passes each exchange to a server of the test, with its own time.
     *
     * @param server called on the thread that sends the request, after the handler's {@code onStart}
     * @param time the clock and timer of grace periods
     */
    public static FakeTransport answeredBy(Consumer<FakeExchange> server, Scheduler time) {
        return new FakeTransport(server, time);
    }

    /**
     * Expects one request for each reply; the replies are used in order.
     *
     * <p>The first matching expectation that has replies left, in the order in which they were added, answers a
     * request. The order of requests across expectations does not matter.
     *
     * @param pattern the pattern that the requests must match
     * @param reply the first reply
     * @param more the replies to further requests
     */
    public void expect(RequestPattern pattern, FakeReply reply, FakeReply... more) {
        List<FakeReply> replies = new ArrayList<>(List.of(more));
        replies.add(0, reply);
        script.add(Expectation.each(pattern, replies));
    }

    /**
     * Expects one request or more, and sends the same reply to each.
     *
     * @param pattern the pattern that the requests must match
     * @param reply the reply
     */
    public void always(RequestPattern pattern, FakeReply reply) {
        script.add(Expectation.always(pattern, request -> reply));
    }

    /**
     * Expects one request or more, each of which the endpoint answers, on the thread that sends it. Its token interval
     * precedes each event of a stream, on the transport's clock; its idle timeout has no effect, because there are no
     * connections.
     *
     * <p>The whole response is generated when the request arrives; use {@link LoopbackServer} for a text source without
     * end.
     *
     * @param pattern the pattern that the requests must match
     * @param endpoint the endpoint
     */
    public void always(RequestPattern pattern, FakeEndpoint endpoint) {
        script.add(Expectation.always(
                pattern, request -> FakeReply.of(endpoint.answer(request), endpoint.tokenInterval())));
    }

    /** Returns the requests so far, expected or not, in order, without those sent after the transport was closed. */
    public List<ReceivedRequest> requests() {
        return script.requests();
    }

    /** Returns the exchanges that have not ended. */
    public List<FakeExchange> openExchanges() {
        List<FakeExchange> known;
        synchronized (lock) {
            known = List.copyOf(open);
        }
        // An exchange is forgotten a moment after its end, which another thread may already have seen.
        return known.stream().filter(each -> !each.isOver()).toList();
    }

    /**
     * Checks that all expected requests were sent, and no others; if the test expects none, that it has taken each
     * exchange with {@link #next()}.
     *
     * @throws AssertionError if not; its message lists the unexpected, the missing and all requests
     */
    public void verify() {
        List<String> problems = new ArrayList<>(script.problems());
        if (script.isEmpty()) {
            sent.forEach(each -> problems.add(
                    "neither expected nor taken with next(): " + Script.described(received(each.request()))));
        }
        if (problems.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder("The requests are not those that the test expects:");
        problems.forEach(each -> message.append("\n  ").append(each));
        message.append("\nAll requests, in order:");
        requests().forEach(each -> message.append("\n  ").append(Script.described(each)));
        throw new AssertionError(message.toString());
    }

    @Override
    public TransportInfo info() {
        return INFO;
    }

    @Override
    public void send(TransportRequest request, ResponseHandler handler) {
        FakeExchange exchange = new FakeExchange(request, handler);
        exchange.onEnd(() -> forget(exchange));
        if (!admit(exchange)) {
            exchange.close(RequestProgress.NOT_SENT);
            return;
        }
        boolean scripted = !script.isEmpty();
        ReceivedRequest received = received(request);
        Function<ReceivedRequest, FakeReply> reply = script.next(received);
        exchange.start();
        // A request that is cancelled in onStart is never sent.
        if (exchange.isEndedByClient()) {
            return;
        }
        if (reply != null) {
            if (!answer(exchange, received, reply)) {
                return;
            }
        } else if (scripted) {
            exchange.fail(new TransportException(
                    TransportException.Kind.INTERNAL,
                    RequestProgress.NOT_SENT,
                    "The test does not expect the request " + request + "; see verify() of the FakeTransport",
                    null));
            return;
        }
        // Not earlier: the exchange must already have the demand that the handler signals in onStart.
        server.accept(exchange);
    }

    /** Returns false if the reply could not be created, which is reported to the client and to the test. */
    private boolean answer(FakeExchange exchange, ReceivedRequest request, Function<ReceivedRequest, FakeReply> reply) {
        FakeReply made;
        try {
            made = reply.apply(request);
        } catch (Throwable e) {
            script.addFailedReply(request, e);
            exchange.fail(new TransportException(
                    TransportException.Kind.INTERNAL,
                    RequestProgress.MAYBE_SENT,
                    "The fake endpoint threw " + e.getClass().getName() + "; see verify() of the FakeTransport",
                    e));
            return false;
        }
        new ReplyPlayer(made, exchange, time).start();
        return true;
    }

    /**
     * Takes the next exchange, in the order in which they were sent, to respond to it or to inspect one that the script
     * answers. If its reply ends in silence, the test may continue the response.
     *
     * @throws AssertionError if the client has sent no further request
     */
    public FakeExchange next() {
        return next(Duration.ZERO);
    }

    /**
     * Takes the next exchange, and waits for it if the client sends on another thread.
     *
     * @param patience the maximum time to wait
     * @throws AssertionError if the client has sent no further request by then, or the thread was interrupted
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
                    + " in total, all taken); call next() after the step that sends the request");
        }
        return exchange;
    }

    /** Returns the number of requests sent so far, taken or not, without those sent after the transport was closed. */
    public int exchanges() {
        synchronized (lock) {
            return exchanges;
        }
    }

    /** Returns true after {@link #close} or {@link #shutdown} was called. */
    public boolean closed() {
        synchronized (lock) {
            return closed;
        }
    }

    /**
     * Rejects new exchanges and, after the grace period, fails the remaining ones with
     * {@link TransportException.Kind#CLOSED}.
     *
     * @param grace the grace period, on the transport's clock; zero fails them immediately
     */
    @Override
    @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from the class file.
    public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
        synchronized (lock) {
            closed = true;
        }
        completeIfDrained();
        if (grace.isZero() || grace.isNegative()) {
            closeOpenExchanges();
        } else if (!terminated.isDone()) {
            Scheduler.Task end = time.schedule(this::closeOpenExchanges, grace);
            var unused = terminated.whenComplete((nothing, failure) -> end.cancel());
        }
        return terminated.copy();
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

    private static ReceivedRequest received(TransportRequest request) {
        URI uri = request.uri();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new ReceivedRequest(request.method(), uri.getRawPath() + query, request.headers(), request.body());
    }

    private static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }
}
