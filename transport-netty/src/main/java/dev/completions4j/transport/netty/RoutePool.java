// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connection pool of one route: assigns places in connections in the order of the requests for them, and opens
 * connections up to the limit. Safe for use by any thread.
 *
 * <p>A waiter for which a connection is being opened takes the first place that becomes free, of whichever connection.
 * An attempt that has started is continued nevertheless, for the waiters after it. The attempt of a cancelled waiter is
 * continued only while there are waiters without an attempt: if each attempt ended with its waiter, none would succeed
 * when all take longer than a waiter waits.
 *
 * <p>After a place, or capacity for a connection, has become free, {@link #serve} is called without a lock, so that no
 * place remains free while there is a waiter.
 */
final class RoutePool {

    /** Opens a connection on the given event loop, like {@link ConnectAttempt#start}. */
    @FunctionalInterface
    interface Connector {
        Future<Connection> connect(EventLoop eventLoop, ConnectionListener listener);
    }

    /** Number of connections that are opened at a time while waiters are held back: the first one may hang. */
    private static final int MAX_OPENING = 2;

    private final PoolLimits limits;
    private final Failures failures;
    private final Connector connector;
    private final PooledConnections connections;

    /** The waiters for which a connection is being opened. They came before the other waiters. */
    private final Set<Waiter> connecting = new LinkedHashSet<>();

    private final Set<Waiter> waiting = new LinkedHashSet<>();
    private final Set<Attempt> attempts = new HashSet<>();

    /**
     * Whether a connection is likely to carry several exchanges, so that connections are opened one at a time, or two
     * after an acquire timeout, and other waiters are held back. Initially determined by the route, then by the last
     * connection.
     */
    private boolean multiplexed;

    /** @param multiplexed whether connections may carry several exchanges at a time */
    RoutePool(PoolLimits limits, boolean multiplexed, Failures failures, Connector connector) {
        this.multiplexed = multiplexed;
        this.limits = limits;
        this.failures = failures;
        this.connector = connector;
        this.connections = new PooledConnections(limits, this::serve);
    }

    /** Takes a free place; returns null if there is none. */
    @Nullable Connection takeFree() {
        return connections.takeFree();
    }

    /**
     * Takes a place as soon as one is free.
     *
     * @param eventLoop opens a connection if necessary, and notifies the listeners of the future
     * @return fails only with a {@link TransportException}; cancelling it removes the waiter and aborts its connection
     *     attempt, unless another waiter needs it
     */
    Future<Connection> take(EventLoop eventLoop) {
        Waiter waiter = new Waiter(eventLoop);
        synchronized (this) {
            waiting.add(waiter);
        }
        waiter.place.addListener(done -> {
            forget(waiter);
            if (done.isCancelled()) {
                removeUnneeded().forEach(Attempt::abort);
            }
        });
        serve();
        if (isWaiting(waiter)) {
            waiter.limitTime();
        }
        return waiter.place;
    }

    /** Aborts all connection attempts. To be called when no exchange waits, and none will. */
    void abortAttempts() {
        attempts().forEach(Attempt::abort);
    }

    private void serve() {
        for (Runnable step = nextStep(); step != null; step = nextStep()) {
            step.run();
        }
    }

    /** Returns the action that serves the next waiter; null if there is no waiter or no free place. */
    private synchronized @Nullable Runnable nextStep() {
        Set<Waiter> waiters = connecting.isEmpty() ? waiting : connecting;
        if (waiters.isEmpty()) {
            return null;
        }
        Connection place = takeFree();
        if (place != null) {
            Waiter first = waiters.iterator().next();
            waiters.remove(first);
            return () -> first.give(place);
        }
        boolean held = multiplexed && !attempts.isEmpty();
        return held ? null : nextOpening();
    }

    /** Returns the action that opens a connection for the next waiter; null if there is none, or at the limit. */
    private synchronized @Nullable Runnable nextOpening() {
        PooledConnections.Member member = waiting.isEmpty() ? null : connections.reserve();
        if (member == null) {
            return null;
        }
        Waiter first = waiting.iterator().next();
        waiting.remove(first);
        connecting.add(first);
        Attempt attempt = new Attempt(first, member);
        attempts.add(attempt);
        return attempt::open;
    }

    private synchronized @Nullable Runnable nextStepAfterTimeout(Waiter waiter) {
        if (!isWaiting(waiter)) {
            return null;
        }
        if (connections.isFull()) {
            return () -> waiter.place.tryFailure(failures.acquireTimeout(limits));
        }
        return attempts.size() < MAX_OPENING ? nextOpening() : null;
    }

    private synchronized List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Removes the attempts of cancelled waiters, unless there are waiters without an attempt. */
    private synchronized List<Attempt> removeUnneeded() {
        if (!waiting.isEmpty()) {
            return List.of();
        }
        List<Attempt> unneeded = attempts.stream().filter(Attempt::isCancelled).toList();
        unneeded.forEach(attempts::remove);
        return unneeded;
    }

    private synchronized void onOpened(Attempt attempt, Connection opened) {
        attempts.remove(attempt);
        multiplexed = opened.places() > 1;
        attempt.member.join(opened);
    }

    private synchronized void onAbandoned(Attempt attempt) {
        attempts.remove(attempt);
        attempt.member.abandon();
    }

    /** After a failed attempt, opens separate connections for all waiters. */
    private synchronized void stopHolding() {
        multiplexed = false;
    }

    private synchronized boolean isWaiting(Waiter waiter) {
        return waiting.contains(waiter);
    }

    private synchronized void forget(Waiter waiter) {
        connecting.remove(waiter);
        waiting.remove(waiter);
    }

    /** An exchange that waits for a place. */
    private final class Waiter {

        private final EventLoop eventLoop;

        /** Completed by a free place, its own connection, the timeout, or a cancellation, whichever comes first. */
        private final Promise<Connection> place;

        Waiter(EventLoop eventLoop) {
            this.eventLoop = eventLoop;
            this.place = eventLoop.newPromise();
        }

        /**
         * Starts the acquire timeout, which recurs while the waiter is held back. Each connection attempt has its own
         * timeout, after which no waiter is held back.
         */
        void limitTime() {
            long nanos = TimeUnit.NANOSECONDS.convert(limits.acquireTimeout());
            Future<?> timeout = eventLoop.scheduleWithFixedDelay(this::onTimeout, nanos, nanos, TimeUnit.NANOSECONDS);
            place.addListener(done -> timeout.cancel(false));
        }

        private void onTimeout() {
            Runnable step = nextStepAfterTimeout(this);
            if (step != null) {
                step.run();
            }
        }

        void give(Connection connection) {
            forget(this);
            if (!place.trySuccess(connection)) {
                connection.giveBackLater();
            }
        }
    }

    /**
     * A connection attempt. Confined to the event loop of its waiter, except {@link #open}, {@link #isCancelled} and
     * {@link #abort}.
     */
    private final class Attempt {

        /** The waiter for which the connection is opened; fails with the attempt. */
        private final Waiter waiter;

        private final PooledConnections.Member member;

        /** Null before the start. */
        private @Nullable Future<Connection> connection;

        Attempt(Waiter waiter, PooledConnections.Member member) {
            this.waiter = waiter;
            this.member = member;
        }

        void open() {
            try {
                // Connecting is confined to that event loop; the current one may be that of another connection.
                waiter.eventLoop.execute(this::start);
            } catch (RejectedExecutionException e) {
                fail(failures.transportClosed(RequestProgress.NOT_SENT));
            }
        }

        private void start() {
            if (waiter.place.isDone()) {
                end();
                return;
            }
            Future<Connection> opening;
            try {
                opening = connector.connect(waiter.eventLoop, member);
            } catch (Throwable e) {
                fail(failures.internal(e, RequestProgress.NOT_SENT));
                return;
            }
            connection = opening;
            opening.addListener(opened -> {
                if (opening.isSuccess()) {
                    onOpened(this, opening.getNow());
                    waiter.give(opening.getNow());
                    serve();
                } else {
                    if (!opening.isCancelled()) {
                        stopHolding();
                    }
                    fail(opening.cause());
                }
            });
        }

        private void fail(Throwable failure) {
            end();
            waiter.place.tryFailure(failure);
        }

        private void end() {
            onAbandoned(this);
            serve();
        }

        boolean isCancelled() {
            return waiter.place.isCancelled();
        }

        /** To be called when the waiter has ended: an attempt that has not started then ends by itself. */
        void abort() {
            try {
                waiter.eventLoop.execute(this::cancel);
            } catch (RejectedExecutionException e) {
                // The event loop was shut down by its owner, and with it the channel.
            }
        }

        private void cancel() {
            if (connection != null) {
                connection.cancel(false);
            }
        }
    }
}
