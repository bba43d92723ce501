// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A fault of a script, and how often it may still occur. Safe for use by multiple threads. */
final class InjectedFault {

    private final Action action;
    private final Predicate<ResponseProgress> position;
    private final AtomicInteger left;

    InjectedFault(Action action, Predicate<ResponseProgress> position, int limit) {
        this.action = action;
        this.position = position;
        left = new AtomicInteger(limit);
    }

    boolean isReachedAt(ResponseProgress progress) {
        return position.test(progress);
    }

    void apply(LoopbackConnection connection) throws IOException {
        action.apply(connection);
    }

    /** Consumes one of the remaining occurrences; returns false if there is none. */
    boolean tryAcquire() {
        return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }

    /** The effect of a fault. */
    @FunctionalInterface
    interface Action {

        /**
         * Applies the effect.
         *
         * @throws IOException if the effect has ended the connection
         */
        void apply(LoopbackConnection connection) throws IOException;
    }
}
