// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import dev.completions4j.QueueFullException;
import dev.completions4j.core.internal.concurrent.SerialLoop;
import dev.completions4j.core.internal.concurrent.UserCode;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Limits the number of calls in flight; further calls wait, first come, first served. Safe for use by any thread. */
public final class ConcurrencyLimiter {

    /** Waits for a permit. */
    interface Waiter {

        /** No permit is free. */
        void onQueued();

        /** It holds a permit, which it must give back. */
        void onPermit();
    }

    private final int maxInFlight;
    private final int maxQueued;
    private final Set<Waiter> queue = new LinkedHashSet<>();
    private final SerialLoop handingOn = new SerialLoop(this::handOn);
    private int inFlight;

    public ConcurrencyLimiter(int maxInFlight, int maxQueued) {
        this.maxInFlight = maxInFlight;
        this.maxQueued = maxQueued;
    }

    /**
     * Gives the waiter a permit, now or when its turn has come.
     *
     * @throws QueueFullException if too many wait already
     */
    void acquire(Waiter waiter) {
        boolean free;
        synchronized (this) {
            free = inFlight < maxInFlight && queue.isEmpty();
            if (free) {
                inFlight++;
            } else if (queue.size() < maxQueued) {
                queue.add(waiter);
            } else {
                throw new QueueFullException(maxInFlight, maxQueued);
            }
        }
        if (free) {
            waiter.onPermit();
        } else {
            waiter.onQueued();
        }
    }

    /**
     * Lets the waiter wait no longer.
     *
     * @return whether it did: if not, it has a permit or is about to get it
     */
    synchronized boolean forget(Waiter waiter) {
        return queue.remove(waiter);
    }

    /** Gives a permit back; the next waiter gets it on this thread, or on one that gives one back at the moment. */
    void release() {
        synchronized (this) {
            inFlight--;
        }
        handingOn.signalAndRun();
    }

    private void handOn() {
        for (Waiter next = next(); next != null; next = next()) {
            UserCode.run(next, "it holds a permit all the same", next::onPermit);
        }
    }

    private synchronized @Nullable Waiter next() {
        Iterator<Waiter> waiters = queue.iterator();
        if (inFlight == maxInFlight || !waiters.hasNext()) {
            return null;
        }
        Waiter next = waiters.next();
        waiters.remove();
        inFlight++;
        return next;
    }
}
