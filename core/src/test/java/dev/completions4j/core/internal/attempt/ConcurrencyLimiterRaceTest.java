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

/** No permit is lost, none is invented, and nobody waits while one is free. */
class ConcurrencyLimiterRaceTest {

    private static final int MAX_IN_FLIGHT = 2;

    /** Three threads take permits, give them back, and give up waiting. */
    public static class Race {

        private final ConcurrencyLimiter permits = new ConcurrencyLimiter(MAX_IN_FLIGHT, 2);
        private final AtomicInteger inFlight = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final Queue<Caller> waiting = new ArrayDeque<>();
        private final Queue<Caller> holding = new ArrayDeque<>();

        private final class Caller implements ConcurrencyLimiter.Waiter {

            @Override
            public void onQueued() {
                // It is known to wait already.
            }

            @Override
            public void onPermit() {
                most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                synchronized (waiting) {
                    waiting.remove(this);
                    holding.add(this);
                }
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
                throw new IllegalStateException(most.get() + " permits of " + MAX_IN_FLIGHT + " were out at once");
            }
            if (inFlight.get() < MAX_IN_FLIGHT && !waiting.isEmpty()) {
                throw new IllegalStateException(
                        waiting.size() + " wait though only " + inFlight.get() + " permits are out");
            }
            while (release()) {
                // Hands on to those that wait.
            }
            if (inFlight.get() != 0 || !waiting.isEmpty() || !acquire() || inFlight.get() != 1) {
                throw new IllegalStateException("A permit was lost: " + inFlight + " out, " + waiting.size() + " wait");
            }
        }
    }

    @Test
    @Tag("fuzz")
    void holdsOnThreadsThatRace() {
        Races.stress(Race.class);
    }

    /** To rewrite the classes alone takes half a minute. */
    @Test
    @Tag("fuzz")
    @EnabledIfSystemProperty(named = "fuzz.seconds", matches = "\\d+")
    void holdsInTheSchedulesOfAModelChecker() {
        Races.modelCheck(Race.class);
    }
}
