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
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one route: hands out their places in the order in which they were asked for, and opens connections
 * as long as there may be more. Safe for use by any thread.
 *
 * <p>The connection that was freed last is taken first, so that a burst's surplus grows old and goes. Whatever frees a
 * place, or room for a connection, calls {@link #serve} afterwards, outside the lock: so none stays free while someone
 * waits.
 */
final class RoutePool {

    /** Opens a connection, as {@link ConnectAttempt#start} says; on that event loop. */
    @FunctionalInterface
    interface Connector {
        Future<Connection> connect(EventLoop eventLoop, ConnectionListener listener);
    }

    /** Connections that were opened together shall not all be replaced together. */
    private static final double MAX_AGE_JITTER = 0.1;

    private final PoolLimits limits;
    private final Failures failures;
    private final Connector connector;

    private final Set<Waiter> waiting = new LinkedHashSet<>();
    private final Deque<Member> free = new ArrayDeque<>();

    /** Open or being opened, without those that have retired. */
    private int connections;

    private int opening;

    /**
     * True while a connection is likely to take several exchanges, so that one is opened after the other: as the route
     * says at first, and then as the last connection did.
     */
    private boolean multiplexed;

    /** @param multiplexed true if its connections may take several exchanges at a time */
    RoutePool(PoolLimits limits, boolean multiplexed, Failures failures, Connector connector) {
        this.multiplexed = multiplexed;
        this.limits = limits;
        this.failures = failures;
        this.connector = connector;
    }

    /** Takes a place that is free now; null if there is none. */
    synchronized @Nullable Connection takeFree() {
        Member member = free.peekLast();
        return member == null ? null : member.take();
    }

    /**
     * Takes a place as soon as there is one.
     *
     * @param eventLoop where a connection is opened, if it comes to that, and where the future's listeners are called
     * @return fails with a {@link TransportException} only; cancelling it gives up the turn, and what is being opened
     */
    Future<Connection> take(EventLoop eventLoop) {
        Waiter waiter = new Waiter(eventLoop);
        synchronized (this) {
            waiting.add(waiter);
        }
        serve();
        if (isWaiting(waiter)) {
            waiter.limitTime();
        }
        return waiter.place;
    }

    private void serve() {
        for (Runnable step = nextStep(); step != null; step = nextStep()) {
            step.run();
        }
    }

    /** What can be done for the one that has waited longest; null if nothing can, or nobody waits. */
    private synchronized @Nullable Runnable nextStep() {
        if (waiting.isEmpty()) {
            return null;
        }
        Waiter first = waiting.iterator().next();
        Connection place = takeFree();
        if (place != null) {
            waiting.remove(first);
            return () -> first.give(place);
        }
        if (connections < limits.maxConnections() && !(multiplexed && opening > 0)) {
            waiting.remove(first);
            connections++;
            opening++;
            return () -> open(first);
        }
        return null;
    }

    private void open(Waiter waiter) {
        try {
            // Connecting is confined there; this may be the event loop of another connection, which has just closed.
            waiter.eventLoop.execute(() -> connect(waiter));
        } catch (RejectedExecutionException e) {
            onNotOpened();
            waiter.place.tryFailure(failures.transportClosed(RequestProgress.NOT_SENT));
        }
    }

    private void connect(Waiter waiter) {
        if (waiter.place.isDone()) {
            onNotOpened();
            return;
        }
        Member member = new Member();
        Future<Connection> opening;
        try {
            opening = connector.connect(waiter.eventLoop, member);
        } catch (Throwable e) {
            onNotOpened();
            waiter.place.tryFailure(failures.internal(e, RequestProgress.NOT_SENT));
            return;
        }
        waiter.place.addListener(done -> opening.cancel(false));
        opening.addListener(opened -> {
            if (opening.isSuccess()) {
                member.join(opening.getNow());
                waiter.give(opening.getNow());
                serve();
            } else {
                if (!opening.isCancelled()) {
                    stopHolding();
                }
                onNotOpened();
                waiter.place.tryFailure(opening.cause());
            }
        });
    }

    private void onNotOpened() {
        synchronized (this) {
            opening--;
            connections--;
        }
        serve();
    }

    /** Lets those who waited for the connection that failed try at the same time, each its own. */
    private synchronized void stopHolding() {
        multiplexed = false;
    }

    private synchronized boolean isWaiting(Waiter waiter) {
        return waiting.contains(waiter);
    }

    private synchronized void forget(Waiter waiter) {
        waiting.remove(waiter);
    }

    private long jitteredMaxAgeNanos() {
        double share = 1 - ThreadLocalRandom.current().nextDouble(MAX_AGE_JITTER);
        return (long) (TimeUnit.NANOSECONDS.convert(limits.maxAge()) * share);
    }

    /** Someone who waits for a place. */
    private final class Waiter {

        private final EventLoop eventLoop;

        /** Completed by whoever comes first: the pool, the time limit, or the one who waits and gives up. */
        private final Promise<Connection> place;

        Waiter(EventLoop eventLoop) {
            this.eventLoop = eventLoop;
            this.place = eventLoop.newPromise();
        }

        /** Bounds the wait for a turn; connecting has a limit of its own. */
        void limitTime() {
            Future<?> timeout = eventLoop.schedule(
                    this::onTimeout, TimeUnit.NANOSECONDS.convert(limits.acquireTimeout()), TimeUnit.NANOSECONDS);
            place.addListener(done -> {
                timeout.cancel(false);
                forget(this);
            });
        }

        private void onTimeout() {
            if (isWaiting(this)) {
                place.tryFailure(failures.acquireTimeout(limits));
            }
        }

        void give(Connection connection) {
            if (!place.trySuccess(connection)) {
                try {
                    connection.eventLoop().execute(connection::giveBack);
                } catch (RejectedExecutionException e) {
                    // The owner of the event loop ended it, and the connection with it.
                }
            }
        }
    }

    /** A connection in the pool; its fields are guarded by the pool's lock. */
    private final class Member implements ConnectionListener {

        private final long openedNanos = System.nanoTime();
        private final long maxAgeNanos = jitteredMaxAgeNanos();

        /** Null while it is being opened. */
        private @Nullable Connection connection;

        private int places;
        private int taken;
        private boolean offered;
        private boolean retired;

        /** Closes the connection; null while it has an exchange. */
        private @Nullable Future<?> eviction;

        /** Adds an open connection, one place of which is taken. */
        void join(Connection opened) {
            synchronized (RoutePool.this) {
                opening--;
                connection = opened;
                places = opened.places();
                multiplexed = places > 1;
                taken = 1;
                if (retired) {
                    connections--;
                } else {
                    offer();
                }
            }
        }

        /** Takes a place; this must be the last of those that are free. */
        @Nullable Connection take() {
            taken++;
            if (taken >= places) {
                free.removeLast();
                offered = false;
            }
            stopEviction();
            return connection;
        }

        @Override
        public void onPlaceFree(Duration idleTime) {
            boolean old;
            synchronized (RoutePool.this) {
                taken--;
                old = System.nanoTime() - openedNanos >= maxAgeNanos;
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
                // Otherwise it counts until it is known whether it was opened.
                connections--;
            }
            if (offered) {
                free.remove(this);
            }
            stopEviction();
        }

        private void evictAfter(Duration idleTime) {
            if (!retired && taken == 0 && connection != null) {
                eviction = connection.eventLoop().schedule(this::evict, idleTime.toNanos(), TimeUnit.NANOSECONDS);
            }
        }

        private void evict() {
            boolean idle;
            synchronized (RoutePool.this) {
                idle = taken == 0;
                if (idle) {
                    retire();
                }
            }
            if (idle) {
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
