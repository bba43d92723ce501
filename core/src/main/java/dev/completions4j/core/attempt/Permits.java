package dev.completions4j.core.attempt;

import dev.completions4j.QueueFullException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The right to be in flight, of which there are so many; others wait, first come, first served. Safe for any thread. */
public final class Permits {

    /** Waits for a permit. */
    interface Waiter {

        /** No permit is free. */
        void onQueued();

        /** It holds a permit, and is to give it back. */
        void onPermit();
    }

    private final int maxInFlight;
    private final int maxQueued;
    private final Set<Waiter> queue = new LinkedHashSet<>();
    private final AtomicInteger returned = new AtomicInteger();
    private int inFlight;

    public Permits(int maxInFlight, int maxQueued) {
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
            free = inFlight < maxInFlight;
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

    /** Lets the waiter wait no longer. */
    synchronized void forget(Waiter waiter) {
        queue.remove(waiter);
    }

    /** Gives a permit back; the next waiter gets it on this thread, or on one that gives one back at the moment. */
    void release() {
        if (returned.getAndIncrement() == 0) {
            int missed = 1;
            while (missed != 0) {
                for (int i = 0; i < missed; i++) {
                    Waiter next = passOn();
                    if (next != null) {
                        next.onPermit();
                    }
                }
                missed = returned.addAndGet(-missed);
            }
        }
    }

    private synchronized @Nullable Waiter passOn() {
        Iterator<Waiter> waiters = queue.iterator();
        if (!waiters.hasNext()) {
            inFlight--;
            return null;
        }
        Waiter next = waiters.next();
        waiters.remove();
        return next;
    }
}
