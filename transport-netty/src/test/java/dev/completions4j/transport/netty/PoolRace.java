// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportRequest;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * One pool, the operations that any thread may perform on it, and the invariants when it is idle: no request waits
 * while a place is free, and no place is lost.
 */
public class PoolRace {

    private static final int CONNECTIONS = 2;
    private static final int PLACES = 2;

    private final InlineEventLoop eventLoop = new InlineEventLoop();
    private final RoutePool pool = new RoutePool(
            PoolLimits.DEFAULTS.withMaxConnections(CONNECTIONS),
            true,
            new Failures(new Route("http", "pool.test", 80)),
            this::connect);

    private final Queue<Opening> openings = new ConcurrentLinkedQueue<>();
    private final Queue<OpenConnection> open = new ConcurrentLinkedQueue<>();
    private final Queue<OpenConnection> held = new ConcurrentLinkedQueue<>();
    private final Queue<Future<Connection>> asked = new ConcurrentLinkedQueue<>();
    private final Queue<Future<Connection>> patient = new ConcurrentLinkedQueue<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    private record Opening(Promise<Connection> promise, ConnectionListener listener) {}

    private Future<Connection> connect(EventLoop unused, ConnectionListener listener) {
        if (connections.incrementAndGet() > CONNECTIONS) {
            violations.add("More than " + CONNECTIONS + " connections were open at the same time");
        }
        Promise<Connection> promise = eventLoop.newPromise();
        // Before the pool is notified: a connect attempt closes its channel, which notifies the listener if there is a
        // connection that is not ready yet.
        promise.addListener(done -> {
            if (!done.isSuccess()) {
                connections.decrementAndGet();
                listener.onRetired();
            }
        });
        openings.add(new Opening(promise, listener));
        return promise;
    }

    @Operation
    public void take() {
        Future<Connection> place = pool.take(eventLoop);
        asked.add(place);
        patient.add(place);
        place.addListener(taken -> {
            if (taken.isSuccess()) {
                hold((OpenConnection) place.getNow());
            }
        });
    }

    @Operation
    public void takeFree() {
        OpenConnection free = (OpenConnection) pool.takeFree();
        if (free != null) {
            hold(free);
        }
    }

    @Operation
    public void giveBack() {
        OpenConnection connection = held.poll();
        if (connection != null) {
            connection.inUse.decrementAndGet();
            connection.giveBack();
        }
    }

    @Operation
    public void giveUp() {
        Future<Connection> place = patient.poll();
        if (place != null) {
            place.cancel(false);
        }
    }

    @Operation
    public void finishOpening() {
        Opening opening = openings.poll();
        if (opening != null) {
            OpenConnection connection = new OpenConnection(eventLoop, opening.listener());
            if (opening.promise().setUncancellable()) {
                open.add(connection);
                opening.promise().setSuccess(connection);
            }
        }
    }

    @Operation
    public void failToOpen() {
        Opening opening = openings.poll();
        if (opening != null) {
            opening.promise().tryFailure(new IllegalStateException("refused"));
        }
    }

    @Operation
    public void loseConnection() {
        OpenConnection lost = open.poll();
        if (lost != null) {
            connections.decrementAndGet();
            lost.listener.onRetired();
        }
    }

    /** Verifies that every request gets its turn; then opens as many connections as allowed, and no more. */
    @Validate
    public void verify() {
        runPendingTasks();
        for (Future<Connection> each : asked) {
            require(each.isDone(), "A request waits although a place is free");
        }
        while (!open.isEmpty()) {
            loseConnection();
        }
        List<Future<Connection>> places = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS * PLACES; i++) {
            places.add(pool.take(eventLoop));
        }
        Future<Connection> oneTooMany = pool.take(eventLoop);
        while (!openings.isEmpty()) {
            finishOpening();
        }
        require(places.stream().allMatch(Future::isSuccess), "A place was lost");
        require(!oneTooMany.isDone(), "There is one place too many");
        require(open.size() == CONNECTIONS, "There are " + open.size() + " connections");
        require(violations.isEmpty(), violations.toString());
    }

    private void runPendingTasks() {
        while (!openings.isEmpty() || !held.isEmpty()) {
            finishOpening();
            giveBack();
        }
    }

    private void hold(OpenConnection connection) {
        if (connection.inUse.incrementAndGet() > PLACES) {
            violations.add("A connection was used beyond its places");
        }
        held.add(connection);
    }

    private static void require(boolean rule, String otherwise) {
        if (!rule) {
            throw new AssertionError(otherwise);
        }
    }

    private static final class OpenConnection implements Connection {

        private final EventLoop eventLoop;
        private final ConnectionListener listener;
        private final AtomicInteger inUse = new AtomicInteger();

        OpenConnection(EventLoop eventLoop, ConnectionListener listener) {
            this.eventLoop = eventLoop;
            this.listener = listener;
        }

        @Override
        public EventLoop eventLoop() {
            return eventLoop;
        }

        @Override
        public int places() {
            return PLACES;
        }

        @Override
        public ConnectionInfo info() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isUsable() {
            return true;
        }

        @Override
        public TransportException refusal() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void send(TransportRequest request, ResponseSink sink) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void giveBack() {
            listener.onPlaceFree(Duration.ofSeconds(1));
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }
}
