// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionRequest;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.server.LoopbackConnection;
import dev.completions4j.tests.Ending.Fate;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong on a connection, at some position, and what the client must make of it.
 *
 * @param name as in "the server sent …"
 * @param wires where it strikes
 * @param forms the calls that it can strike
 * @param request what is asked
 * @param effect what the server does with the connection
 * @param outcome what comes of it
 * @param deviations where that may be otherwise
 */
record Fault(
        String name,
        Set<Wire> wires,
        Set<CallForm> forms,
        CompletionRequest request,
        Effect effect,
        Outcome outcome,
        List<Deviation> deviations) {

    /** What a server does with a new connection. */
    @FunctionalInterface
    interface Effect {

        /**
         * Strikes; the connection stays open when this returns, unless it was closed inside.
         *
         * @param observed what the caller has observed so far
         * @param time the client's
         */
        void strike(LoopbackConnection connection, Signals observed, ManualTime time)
                throws IOException, InterruptedException;
    }

    /**
     * What comes of a fault.
     *
     * @param signals what the caller observes
     * @param progress how far the request had come; null if that is not reported
     * @param connection what becomes of the connection
     */
    record Outcome(List<String> signals, @Nullable RequestProgress progress, Fate connection) {

        /** The caller observes those signals; the connection is kept. */
        static Outcome observed(String... signals) {
            return new Outcome(List.of(signals), null, Fate.KEPT);
        }

        /** The transport fails; the connection is closed. */
        static Outcome network(Kind kind, RequestProgress progress) {
            return new Outcome(List.of(Signals.error("NetworkException " + kind)), progress, Fate.CLOSED);
        }

        Outcome andClosed() {
            return new Outcome(signals, progress, Fate.CLOSED);
        }
    }

    /**
     * Where the outcome is another.
     *
     * @param reason why that is so, and is let pass
     */
    record Deviation(Set<Wire> wires, Outcome outcome, String reason) {}

    /** This fault where it also strikes differently. */
    Fault but(Set<Wire> wires, Outcome outcome, String reason) {
        List<Deviation> more = new ArrayList<>();
        // The last word counts.
        more.add(new Deviation(wires, outcome, reason));
        more.addAll(deviations);
        return new Fault(name, wires, forms, request, effect, this.outcome, List.copyOf(more));
    }

    /** This fault for calls of that form only. */
    Fault only(CallForm form) {
        return new Fault(name, wires, Set.of(form), request, effect, outcome, deviations);
    }

    /** This fault over those wires only. */
    Fault on(Set<Wire> wires) {
        return new Fault(name, wires, forms, request, effect, outcome, deviations);
    }

    /** This fault of another request. */
    Fault of(CompletionRequest request) {
        return new Fault(name, wires, forms, request, effect, outcome, deviations);
    }

    /** What the caller observes over that wire. */
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
