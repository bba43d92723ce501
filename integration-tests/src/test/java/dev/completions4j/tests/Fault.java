// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionRequest;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.server.LoopbackConnection;
import dev.completions4j.tests.Ending.ConnectionState;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A fault of a connection, and the required result for the client.
 *
 * @param name completes the sentence "the server sent …"
 * @param wires the wires over which it can occur
 * @param forms the forms of calls in which it can occur
 * @param request the request
 * @param effect the actions of the server on the connection
 * @param outcome the result
 * @param deviations the wires with another result
 */
record Fault(
        String name,
        Set<Wire> wires,
        Set<CallForm> forms,
        CompletionRequest request,
        Effect effect,
        Outcome outcome,
        List<Deviation> deviations) {

    /** The actions of a server on a new connection. */
    @FunctionalInterface
    interface Effect {

        /**
         * Produces the fault; the connection stays open when this method returns, unless it closed the connection.
         *
         * @param observed the signals that the caller has observed so far
         * @param time the client's time
         */
        void apply(LoopbackConnection connection, Signals observed, ManualTime time)
                throws IOException, InterruptedException;
    }

    /**
     * The result of a fault.
     *
     * @param signals the signals that the caller observes
     * @param progress the progress of the request; null if that is not reported
     * @param connection whether the connection is reused
     */
    record Outcome(List<String> signals, @Nullable RequestProgress progress, ConnectionState connection) {

        /** Returns an outcome with these signals; the connection is kept. */
        static Outcome observed(String... signals) {
            return new Outcome(List.of(signals), null, ConnectionState.KEPT);
        }

        /** Returns an outcome in which the transport fails and the connection is closed. */
        static Outcome network(Kind kind, RequestProgress progress) {
            return new Outcome(List.of(Signals.error("NetworkException " + kind)), progress, ConnectionState.CLOSED);
        }

        Outcome andClosed() {
            return new Outcome(signals, progress, ConnectionState.CLOSED);
        }
    }

    /**
     * A different result over some wires.
     *
     * @param reason why that is accepted
     */
    record Deviation(Set<Wire> wires, Outcome outcome, String reason) {}

    /** Returns this fault with a different outcome over some wires. */
    Fault but(Set<Wire> wires, Outcome outcome, String reason) {
        List<Deviation> more = new ArrayList<>();
        // The last deviation wins.
        more.add(new Deviation(wires, outcome, reason));
        more.addAll(deviations);
        return new Fault(name, wires, forms, request, effect, this.outcome, List.copyOf(more));
    }

    /** Returns this fault for one form of calls only. */
    Fault only(CallForm form) {
        return new Fault(name, wires, Set.of(form), request, effect, outcome, deviations);
    }

    /** Returns this fault over some wires only. */
    Fault on(Set<Wire> wires) {
        return new Fault(name, wires, forms, request, effect, outcome, deviations);
    }

    /** Returns this fault with another request. */
    Fault of(CompletionRequest request) {
        return new Fault(name, wires, forms, request, effect, outcome, deviations);
    }

    /** Returns the outcome over a wire. */
    Outcome outcome(Wire wire) {
        return deviations.stream()
                .filter(deviation -> deviation.wires().contains(wire))
                .map(Deviation::outcome)
                .findFirst()
                .orElse(outcome);
    }

    @Override
    public String toString() {
        return name;
    }
}
