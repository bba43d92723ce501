// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import dev.completions4j.QueueFullException;
import dev.completions4j.core.internal.concurrent.SerialLoop;
import dev.completions4j.core.internal.concurrent.UserCode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Limits the number of calls in flight; further calls wait, first come, first served. Thread-safe. */
public final class ConcurrencyLimiter {

    /** A call that waits for a permit. */
    interface Waiter {

        /** Called if no permit is free, so that this has to wait; returns before {@link #takePermit} is called. */
        void onQueued();

        /** Takes an acquired permit, which must be released; returns false if it is not needed any more. */
        boolean takePermit();
    }

    private final int maxInFlight;
    private final int maxQueued;
    private final Set<Waiter> queue = new LinkedHashSet<>();

    /** Queued waiters whose {@code onQueued} has not returned. They are passed over, since it may take long. */
    private final Set<Waiter> arriving = new HashSet<>();

    private final SerialLoop handingOn = new SerialLoop(this::startAll);
    private int inFlight;

    public ConcurrencyLimiter(int maxInFlight, int maxQueued) {
        this.maxInFlight = maxInFlight;
        this.maxQueued = maxQueued;
    }

    /**
     * Acquires a permit for the waiter, immediately or when its turn comes.
     *
     * @throws QueueFullException if the queue is full
     */
    void acquire(Waiter waiter) {
        boolean free;
        synchronized (this) {
            free = inFlight < maxInFlight && queue.isEmpty();
            if (free) {
                inFlight++;
            } else if (inFlight + queue.size() < (long) maxInFlight + maxQueued) {
                // Not the queue alone: some of it may be about to get released permits.
                queue.add(waiter);
                arriving.add(waiter);
            } else {
                throw new QueueFullException(maxInFlight, maxQueued);
            }
        }
        if (free) {
            if (!waiter.takePermit()) {
                release();
                handOn();
            }
        } else {
            try {
                waiter.onQueued();
            } finally {
                arrived(waiter);
            }
        }
    }

    private void arrived(Waiter waiter) {
        synchronized (this) {
            arriving.remove(waiter);
        }
        // A permit may have been released in the meantime.
        handOn();
    }

    /**
     * Removes a waiter from the queue.
     *
     * @return false if it was not in the queue, because it has a permit or is about to get one
     */
    synchronized boolean forget(Waiter waiter) {
        return queue.remove(waiter);
    }

    /** Releases a permit. To be followed by {@link #handOn}, but another call may acquire the permit before. */
    synchronized void release() {
        inFlight--;
    }

    /** Gives released permits to the next waiters, on this thread or on another one that does so. */
    void handOn() {
        handingOn.signalAndRun();
    }

    /**
     * Gives a released permit to the next waiter, on this thread, which starts no other waiter. Only for a thread on which
     * the waiter cannot end: where calls end at once, each would start the next one in ever deeper recursion.
     */
    void handOnOne() {
        var unused = startNext();
    }

    private void startAll() {
        while (startNext()) {
            // Until no permit is left, or no waiter.
        }
    }

    /** Returns false if no permit is left, or no waiter. */
    private boolean startNext() {
        for (Waiter next = next(); next != null; next = next()) {
            if (UserCode.get(next, "it still holds its permit", next::takePermit, true)) {
                return true;
            }
            release();
        }
        return false;
    }

    private synchronized @Nullable Waiter next() {
        if (inFlight == maxInFlight || queue.isEmpty()) {
            return null;
        }
        for (Iterator<Waiter> waiters = queue.iterator(); waiters.hasNext(); ) {
            Waiter next = waiters.next();
            if (!arriving.contains(next)) {
                waiters.remove();
                inFlight++;
                return next;
            }
        }
        return null;
    }
}
