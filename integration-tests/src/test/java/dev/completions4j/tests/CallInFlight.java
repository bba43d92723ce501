// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static dev.completions4j.tests.Calls.join;

import dev.completions4j.CompletionsClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A call to be cancelled in some phase, and the handles that its caller has. */
final class CallInFlight {

    private final CompletionsClient client;
    private final Phase phase;
    private final Cancellation cancellation;
    private final Signals signals = new Signals();
    private final CompletableFuture<CompletableFuture<?>> future = new CompletableFuture<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    CallInFlight(CompletionsClient client, Phase phase, Cancellation cancellation) {
        this.client = client;
        this.phase = phase;
        this.cancellation = cancellation;
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

    /** Waits for the future, because a callback may run before the caller has it. */
    CompletableFuture<?> future() {
        return join(future);
    }

    Flow.Subscription subscription() {
        return join(subscription);
    }

    /** Called inside a callback; cancels the call if that is the phase to cancel it in. */
    void onCallback(Phase callback) {
        if (phase == callback) {
            try {
                cancel();
            } catch (RuntimeException e) {
                // The test would not observe an exception thrown by a subscriber.
                signals.add("could not be cancelled: " + e);
            }
        }
    }

    void cancel() {
        cancellation.apply(this);
    }
}
