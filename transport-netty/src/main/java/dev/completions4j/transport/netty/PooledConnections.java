// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a pool, including those being opened, and their free places. Safe for use by any thread.
 *
 * <p>The most recently used connection is reused first, so that surplus connections expire after a burst.
 */
final class PooledConnections {

    /** Maximum fraction by which ages are reduced at random, so that connections are not replaced simultaneously. */
    private static final double MAX_AGE_JITTER = 0.1;

    private final PoolLimits limits;
    private final Runnable onFree;
    private final Deque<Member> free = new ArrayDeque<>();

    /** Number of connections that are open or being opened, except retired ones. */
    private int count;

    /** @param onFree called without a lock when a place, or capacity for a connection, has become free */
    PooledConnections(PoolLimits limits, Runnable onFree) {
        this.limits = limits;
        this.onFree = onFree;
    }

    /** Takes a free place; returns null if there is none. */
    synchronized @Nullable Connection takeFree() {
        Member member = free.peekLast();
        return member == null ? null : member.take();
    }

    /** Returns whether no further connection may be opened. */
    synchronized boolean isFull() {
        return count >= limits.maxConnections();
    }

    /** Counts a connection that is about to be opened, which must join or be abandoned; returns null at the limit. */
    synchronized @Nullable Member reserve() {
        if (isFull()) {
            return null;
        }
        count++;
        return new Member();
    }

    private long jitteredMaxAgeNanos() {
        double share = 1 - ThreadLocalRandom.current().nextDouble(MAX_AGE_JITTER);
        return (long) (TimeUnit.NANOSECONDS.convert(limits.maxAge()) * share);
    }

    /** A connection, from the start of its attempt; its fields are guarded by the lock of all. */
    final class Member implements ConnectionListener {

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

        private Member() {}

        /** To be called when the connection is open; one place is taken. */
        void join(Connection opened) {
            synchronized (PooledConnections.this) {
                connection = opened;
                places = opened.places();
                taken = 1;
                if (retired) {
                    count--;
                } else {
                    aging = opened.eventLoop().schedule(this::onAged, jitteredMaxAgeNanos(), TimeUnit.NANOSECONDS);
                    offer();
                }
            }
        }

        /** To be called, instead of {@link #join}, if the connection could not be opened. */
        void abandon() {
            synchronized (PooledConnections.this) {
                count--;
            }
        }

        /** Takes a place. To be called for the last connection with free places. */
        private @Nullable Connection take() {
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
            synchronized (PooledConnections.this) {
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
            onFree.run();
        }

        private void onAged() {
            boolean idle;
            synchronized (PooledConnections.this) {
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
            onFree.run();
        }

        @Override
        public void onPlaces(int now) {
            synchronized (PooledConnections.this) {
                places = now;
                if (taken < places) {
                    offer();
                } else if (offered) {
                    free.remove(this);
                    offered = false;
                }
            }
            onFree.run();
        }

        @Override
        public void onRetired() {
            synchronized (PooledConnections.this) {
                retire();
            }
            onFree.run();
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
                count--;
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
            synchronized (PooledConnections.this) {
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
                onFree.run();
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
