// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.testkit.server.LoopbackConnection;
import java.io.IOException;
import java.util.List;

/**
 * A way in which a server ends its answer, and what the client must make of it.
 *
 * @param name as in "the server ended with …"
 * @param form what is answered
 * @param answer sends the answer
 * @param connection what becomes of the connection
 * @param signals what the caller observes
 */
record Ending(String name, CallForm form, Answer answer, Fate connection, List<String> signals) {

    /** Sends an answer to a request. */
    @FunctionalInterface
    interface Answer {

        /**
         * Sends the answer; the connection stays open when this returns.
         *
         * @param observed what the caller has observed so far
         */
        void send(LoopbackConnection connection, Signals observed) throws IOException, InterruptedException;
    }

    /** What becomes of the connection. */
    enum Fate {
        /** It serves the next call. */
        KEPT,
        /** It serves no other call. */
        CLOSED,
        /** It depends on how the bytes arrive. */
        KEPT_OR_CLOSED
    }

    @Override
    public String toString() {
        return name;
    }
}
