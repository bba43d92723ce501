// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
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
 * <p>The most recently used connection is reused first, so that surplus connections expire after a burst. After a
 * place, or capacity for a connection, has become free, {@link #serve} is called outside the lock, so that no place
 * remains free while there is a waiter.
 */
final class RoutePool {

    /** Opens a connection on the given event loop, like {@link ConnectAttempt#start}. */
    @FunctionalInterface
    interface Connector {
        Future<Connection> connect(EventLoop eventLoop, ConnectionListener listener);
    }

    /** Maximum fraction by which ages are reduced at random, so that connections are not replaced simultaneously. */
    private static final double MAX_AGE_JITTER = 0.1;

    private final PoolLimits limits;
    private final Failures failures;
    private final Connector connector;

    /** Number of connections that are opened at a time while waiters are held back: the first one may hang. */
    private static final int MAX_OPENING = 2;

    /** The waiters for which a connection is being opened. They came before the other waiters. */
    private final Set<Waiter> connecting = new LinkedHashSet<>();

    private final Set<Waiter> waiting = new LinkedHashSet<>();
    private final Set<Attempt> attempts = new HashSet<>();
    private final Deque<Member> free = new ArrayDeque<>();

    /** Number of connections that are open or being opened, except retired ones. */
    private int connections;

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
    }

    /** Takes a free place; returns null if there is none. */
    synchronized @Nullable Connection takeFree() {
        Member member = free.peekLast();
        return member == null ? null : member.take();
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
        if (waiting.isEmpty() || isAtLimit()) {
            return null;
        }
        Waiter first = waiting.iterator().next();
        waiting.remove(first);
        connecting.add(first);
        Attempt attempt = new Attempt(first);
        attempts.add(attempt);
        connections++;
        return attempt::open;
    }

    private synchronized @Nullable Runnable nextStepAfterTimeout(Waiter waiter) {
        if (!isWaiting(waiter)) {
            return null;
        }
        if (isAtLimit()) {
            return () -> waiter.place.tryFailure(failures.acquireTimeout(limits));
        }
        return attempts.size() < MAX_OPENING ? nextOpening() : null;
    }

    private synchronized boolean isAtLimit() {
        return connections >= limits.maxConnections();
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

    private long jitteredMaxAgeNanos() {
        double share = 1 - ThreadLocalRandom.current().nextDouble(MAX_AGE_JITTER);
        return (long) (TimeUnit.NANOSECONDS.convert(limits.maxAge()) * share);
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

        /** Null before the start. */
        private @Nullable Future<Connection> connection;

        Attempt(Waiter waiter) {
            this.waiter = waiter;
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
            Member member = new Member();
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
                    member.join(this, opening.getNow());
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
            synchronized (RoutePool.this) {
                attempts.remove(this);
                connections--;
            }
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

    /** A pooled connection; its fields are guarded by the pool's lock. */
    private final class Member implements ConnectionListener {

        /** Null while the connection is being opened. */
        private @Nullable Connection connection;

        private int places;
        private int taken;
        private boolean offered;
        private boolean retired;

        /** Whether the connection has reached its maximum age, so that it is retired when a place becomes free. */
        private boolean aged;

        /** Notes the maximum age; null while the connection is being opened. */
        private @Nullable Future<?> aging;

        /** When the connection is evicted, unless it is used before. */
        private long evictionNanos;

        /**
         * Evicts the connection, or looks again later; null if there is none. It is not cancelled when the connection
         * is used, since most connections are used many times before it is due.
         */
        private @Nullable Future<?> eviction;

        private long lookNanos;

        /** Adds the open connection of an attempt, with one place taken. */
        void join(Attempt attempt, Connection opened) {
            synchronized (RoutePool.this) {
                attempts.remove(attempt);
                connection = opened;
                places = opened.places();
                multiplexed = places > 1;
                taken = 1;
                if (retired) {
                    connections--;
                } else {
                    aging = opened.eventLoop().schedule(this::onAged, jitteredMaxAgeNanos(), TimeUnit.NANOSECONDS);
                    offer();
                }
            }
        }

        /** Takes a place. To be called for the last connection with free places. */
        @Nullable Connection take() {
            taken++;
            if (taken >= places) {
                free.removeLast();
                offered = false;
            }
            return connection;
        }

        @Override
        public void onPlaceFree(Duration idleTime) {
            boolean old;
            synchronized (RoutePool.this) {
                taken--;
                old = aged;
                if (old) {
                    retire();
                } else {
                    offer();
                    evictAfter(idleTime);
                }
            }
            if (old) {
                close();
            }
            serve();
        }

        private void onAged() {
            boolean idle;
            synchronized (RoutePool.this) {
                aged = true;
                if (retired || !offered) {
                    return;
                }
                retire();
                idle = taken == 0;
            }
            if (idle) {
                close();
            }
            serve();
        }

        @Override
        public void onPlaces(int now) {
            synchronized (RoutePool.this) {
                places = now;
                if (taken < places) {
                    offer();
                } else if (offered) {
                    free.remove(this);
                    offered = false;
                }
            }
            serve();
        }

        @Override
        public void onRetired() {
            synchronized (RoutePool.this) {
                retire();
            }
            serve();
        }

        private void offer() {
            if (!retired && !offered && taken < places) {
                free.addLast(this);
                offered = true;
            }
        }

        private void retire() {
            if (retired) {
                return;
            }
            retired = true;
            if (connection != null) {
                // Otherwise it is counted until the attempt has ended.
                connections--;
            }
            if (offered) {
                free.remove(this);
            }
            stopEviction();
            if (aging != null) {
                aging.cancel(false);
            }
        }

        private void evictAfter(Duration idleTime) {
            if (retired || taken > 0 || connection == null) {
                return;
            }
            evictionNanos = System.nanoTime() + idleTime.toNanos();
            if (eviction == null || evictionNanos - lookNanos < 0) {
                stopEviction();
                lookAfter(idleTime.toNanos(), connection.eventLoop());
            }
        }

        private void lookAfter(long nanos, EventLoop eventLoop) {
            lookNanos = System.nanoTime() + nanos;
            eviction = eventLoop.schedule(this::evictIfIdle, nanos, TimeUnit.NANOSECONDS);
        }

        private void evictIfIdle() {
            boolean due;
            synchronized (RoutePool.this) {
                eviction = null;
                if (retired || taken > 0 || connection == null) {
                    return;
                }
                long left = evictionNanos - System.nanoTime();
                due = left <= 0;
                if (due) {
                    retire();
                } else {
                    lookAfter(left, connection.eventLoop());
                }
            }
            if (due) {
                close();
                serve();
            }
        }

        private void stopEviction() {
            if (eviction != null) {
                eviction.cancel(false);
                eviction = null;
            }
        }

        private void close() {
            if (connection != null) {
                connection.close();
            }
        }
    }
}
