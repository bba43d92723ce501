// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.testkit.server.LoopbackConnection;
import java.io.IOException;
import java.util.List;

/**
 * A way in which a server ends its response, and the required result for the client.
 *
 * @param name completes the sentence "the server ended with …"
 * @param form the form of the call
 * @param answer sends the response
 * @param connection whether the connection is reused
 * @param signals the signals that the caller observes
 */
record Ending(String name, CallForm form, Answer answer, ConnectionState connection, List<String> signals) {

    /** Sends a response to a request. */
    @FunctionalInterface
    interface Answer {

        /**
         * Sends the response; the connection stays open when this method returns.
         *
         * @param observed the signals that the caller has observed so far
         */
        void send(LoopbackConnection connection, Signals observed) throws IOException, InterruptedException;
    }

    /** Whether the connection is reused. */
    enum ConnectionState {
        /** Reused for the next call. */
        KEPT,
        /** Not reused. */
        CLOSED,
        /** Depends on how the bytes arrive. */
        KEPT_OR_CLOSED
    }

    @Override
    public String toString() {
        return name;
    }
}
