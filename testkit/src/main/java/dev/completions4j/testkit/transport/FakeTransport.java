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
 * A transport without a network: it keeps what is sent, and answers by a script, or the test answers signal by signal.
 *
 * <pre>{@code
 * FakeTransport transport = new FakeTransport();
 * transport.expect(RequestPattern.post("/v1/completions").json("/prompt", "Hello"), FakeReply.stream(", ", "world"));
 * // ... the client sends a request through it ...
 * transport.verify();
 * }</pre>
 *
 * <p>As soon as a test expects anything, a request that it does not expect fails with
 * {@link TransportException.Kind#INTERNAL}, and so does {@link #verify}. As long as it expects nothing, requests wait for
 * the test:
 *
 * <pre>{@code
 * FakeExchange exchange = transport.next();
 * exchange.head(200, "text/event-stream");
 * exchange.data("data: [DONE]\n\n");
 * exchange.complete();
 * }</pre>
 *
 * <p>It keeps to the contract of {@link Transport}, and holds the test to it. It has no thread: the handler is called on
 * the thread that sends, asks for data, moves the time or gives the signal. Its {@link #info} names no protocol, since it
 * speaks none.
 *
 * <p>Safe for use by any number of threads.
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

    /** A transport whose delays and grace pass in the system's time, on threads for the purpose. */
    public FakeTransport() {
        this(new SystemTime());
    }

    /**
     * A transport whose delays and grace pass in the given time.
     *
     * @param time such as {@link ManualTime}, of which the client is to be given the same
     */
    public FakeTransport(Scheduler time) {
        this.time = time;
        server = sent::add;
    }

    private FakeTransport(Consumer<FakeExchange> server) {
        time = new SystemTime();
        this.server = server;
    }

    /**
     * A transport that gives each exchange to a server of the test's own, rather than to {@link #next()}.
     *
     * @param server called on the thread that sends, once the handler has its handle
     */
    public static FakeTransport answeredBy(Consumer<FakeExchange> server) {
        return new FakeTransport(server);
    }

    /**
     * Expects as many requests as there are replies, each of which answers one, in turn.
     *
     * <p>A request is answered by the first expectation, in the order in which they were added, that it matches and that
     * has a reply left; other expectations may be met before or after.
     */
    public void expect(RequestPattern pattern, FakeReply reply, FakeReply... more) {
        List<FakeReply> replies = new ArrayList<>(List.of(more));
        replies.add(0, reply);
        script.add(Expectation.each(pattern, replies));
    }

    /** Expects one request at least, and answers all alike. */
    public void always(RequestPattern pattern, FakeReply reply) {
        script.add(Expectation.always(pattern, request -> reply));
    }

    /**
     * Expects one request at least, and has the endpoint answer all, by what each asks for. Its time between tokens passes
     * before each event of a stream, in the transport's time; connections, and so its idle timeout, there are none.
     *
     * <p>A request's whole answer is generated as soon as it comes; a text source that never ends is for
     * {@link LoopbackServer}.
     */
    public void always(RequestPattern pattern, FakeEndpoint endpoint) {
        script.add(Expectation.always(
                pattern, request -> FakeReply.of(endpoint.answer(request), endpoint.tokenInterval())));
    }

    /** The requests that came so far, expected or not, in their order; without those that came after the closing. */
    public List<ReceivedRequest> requests() {
        return script.requests();
    }

    /** The exchanges that neither side has ended. */
    public List<FakeExchange> openExchanges() {
        synchronized (lock) {
            return List.copyOf(open);
        }
    }

    /**
     * Checks that all came that was expected, and nothing else; if the test expects nothing, that it has taken each
     * exchange with {@link #next()}.
     *
     * @throws AssertionError with what came and what was expected
     */
    public void verify() {
        List<String> complaints = new ArrayList<>(script.complaints());
        if (script.isEmpty()) {
            sent.forEach(each -> complaints.add("came, but neither was expected nor taken with next(): "
                    + Script.described(received(each.request()))));
        }
        if (complaints.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder("The requests are not those that the test expects:");
        complaints.forEach(each -> message.append("\n  ").append(each));
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
        FakeExchange exchange = new FakeExchange(request, handler, this::forget);
        if (!admit(exchange)) {
            exchange.close(RequestProgress.NOT_SENT);
            return;
        }
        boolean scripted = !script.isEmpty();
        ReceivedRequest received = received(request);
        Function<ReceivedRequest, FakeReply> reply = script.next(received);
        exchange.start();
        // What is cancelled when it starts was never sent.
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
                    "The test does not expect the request " + request + "; verify() of the FakeTransport tells why",
                    null));
            return;
        }
        // Not before: whoever takes the exchange must find the demand that the handler makes when it starts.
        server.accept(exchange);
    }

    /** False if the reply could not be made, which is reported to the client and to the test. */
    private boolean answer(FakeExchange exchange, ReceivedRequest request, Function<ReceivedRequest, FakeReply> reply) {
        FakeReply made;
        try {
            made = reply.apply(request);
        } catch (Throwable e) {
            script.onBrokenReply(request, e);
            exchange.fail(new TransportException(
                    TransportException.Kind.INTERNAL,
                    RequestProgress.MAYBE_SENT,
                    "The fake endpoint threw " + e.getClass().getName()
                            + "; verify() of the FakeTransport tells at what",
                    e));
            return false;
        }
        new ReplyPlayer(made, exchange, time).start();
        return true;
    }

    /**
     * Takes the next exchange, in the order in which they were sent: to answer it, or to look at one that was answered by
     * the script. Where a reply ends in silence, the test may go on.
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
