// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.attempt;

import dev.completions4j.QueueFullException;
import dev.completions4j.core.Races;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Verifies that no permit is lost or created, and that no call waits while a permit is available. */
class ConcurrencyLimiterRaceTest {

    private static final int MAX_IN_FLIGHT = 2;

    /** Three threads acquire and release permits, and stop waiting. */
    public static class Race {

        private final ConcurrencyLimiter permits = new ConcurrencyLimiter(MAX_IN_FLIGHT, 2);
        private final AtomicInteger inFlight = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final Queue<Caller> waiting = new ArrayDeque<>();
        private final Queue<Caller> holding = new ArrayDeque<>();

        private final class Caller implements ConcurrencyLimiter.Waiter {

            @Override
            public void onQueued() {
                // Already recorded as waiting.
            }

            @Override
            public boolean takePermit() {
                most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                synchronized (waiting) {
                    waiting.remove(this);
                    holding.add(this);
                }
                return true;
            }
        }

        @Operation
        public boolean acquire() {
            Caller caller = new Caller();
            synchronized (waiting) {
                waiting.add(caller);
            }
            try {
                permits.acquire(caller);
                return true;
            } catch (QueueFullException e) {
                synchronized (waiting) {
                    waiting.remove(caller);
                }
                return false;
            }
        }

        @Operation
        public boolean release() {
            Caller caller;
            synchronized (waiting) {
                caller = holding.poll();
            }
            if (caller != null) {
                inFlight.decrementAndGet();
                permits.release();
                permits.handOn();
            }
            return caller != null;
        }

        @Operation
        public boolean forget() {
            Caller caller;
            synchronized (waiting) {
                caller = waiting.peek();
            }
            boolean forgotten = caller != null && permits.forget(caller);
            if (forgotten) {
                synchronized (waiting) {
                    waiting.remove(caller);
                }
            }
            return forgotten;
        }

        @Validate
        public void verify() {
            if (most.get() > MAX_IN_FLIGHT) {
                throw new IllegalStateException(
                        most.get() + " of " + MAX_IN_FLIGHT + " permits were acquired at the same time");
            }
            if (inFlight.get() < MAX_IN_FLIGHT && !waiting.isEmpty()) {
                throw new IllegalStateException(
                        waiting.size() + " calls wait although only " + inFlight.get() + " permits are acquired");
            }
            while (release()) {
                // Passes the permits to the waiting calls.
            }
            if (inFlight.get() != 0 || !waiting.isEmpty() || !acquire() || inFlight.get() != 1) {
                throw new IllegalStateException(
                        "A permit was lost: " + inFlight + " acquired, " + waiting.size() + " waiting");
            }
        }
    }

    @Test
    @Tag("fuzz")
    void holdsOnConcurrentThreads() {
        Races.stress(Race.class);
    }

    /** Instrumenting the classes alone takes half a minute. */
    @Test
    @Tag("fuzz")
    @EnabledIfSystemProperty(named = "fuzz.seconds", matches = "\\d+")
    void holdsInModelCheckedSchedules() {
        Races.modelCheck(Race.class);
    }
}
