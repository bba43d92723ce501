// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A fault that is laid over a script, and how often it may still strike. Safe for use by any number of threads. */
final class LaidFault {

    private final Action action;
    private final Predicate<ResponseProgress> position;
    private final AtomicInteger left;

    LaidFault(Action action, Predicate<ResponseProgress> position, int limit) {
        this.action = action;
        this.position = position;
        left = new AtomicInteger(limit);
    }

    boolean isReachedAt(ResponseProgress progress) {
        return position.test(progress);
    }

    void strike(LoopbackConnection connection) throws IOException {
        action.strike(connection);
    }

    /** Takes one of the times that it may strike; false if there is none left. */
    boolean mayStrike() {
        return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }

    /** What happens when a fault strikes. */
    @FunctionalInterface
    interface Action {

        /**
         * Makes the fault happen.
         *
         * @throws IOException if it has ended the connection
         */
        void strike(LoopbackConnection connection) throws IOException;
    }
}
