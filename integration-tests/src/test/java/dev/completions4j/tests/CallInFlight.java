// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Calls.join;

import dev.completions4j.CompletionsClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A call that is to be given up at some phase, with what its caller holds of it. */
final class CallInFlight {

    private final CompletionsClient client;
    private final Phase phase;
    private final Means means;
    private final Signals signals = new Signals();
    private final CompletableFuture<CompletableFuture<?>> future = new CompletableFuture<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    CallInFlight(CompletionsClient client, Phase phase, Means means) {
        this.client = client;
        this.phase = phase;
        this.means = means;
    }

    CompletionsClient client() {
        return client;
    }

    Phase phase() {
        return phase;
    }

    Signals signals() {
        return signals;
    }

    void hold(CompletableFuture<?> future) {
        signals.addEndOf(future);
        this.future.complete(future);
    }

    void hold(Flow.Subscription subscription) {
        this.subscription.complete(subscription);
    }

    /** Waits for it, since a callback may come before the caller has it. */
    CompletableFuture<?> future() {
        return join(future);
    }

    Flow.Subscription subscription() {
        return join(subscription);
    }

    /** Says that the call is inside a callback; gives it up if that is to be there. */
    void passes(Phase callback) {
        if (phase == callback) {
            try {
                giveUp();
            } catch (RuntimeException e) {
                // The client keeps what a subscriber throws from the test.
                signals.add("could not be given up: " + e);
            }
        }
    }

    void giveUp() {
        means.giveUp(this);
    }
}
