// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionChunk;
import dev.completions4j.testkit.RecordingSubscriber;

/** Adds each chunk, the end, and violations of the rules of Flow to the signals of a call. */
class SignalingSubscriber extends RecordingSubscriber {

    private final Signals signals;

    /** Creates a subscriber with unbounded demand. */
    SignalingSubscriber(Signals signals) {
        this(signals, Long.MAX_VALUE);
    }

    /** Creates a subscriber with an initial demand. */
    SignalingSubscriber(Signals signals, long firstRequest) {
        super(firstRequest);
        this.signals = signals;
    }

    @Override
    public void onNext(CompletionChunk chunk) {
        super.onNext(chunk);
        add(Signals.next(chunk.text()));
    }

    @Override
    public void onError(Throwable failure) {
        super.onError(failure);
        addViolations();
        signals.add(failure);
    }

    @Override
    public void onComplete() {
        super.onComplete();
        add(Signals.complete());
    }

    private void add(String signal) {
        addViolations();
        signals.add(signal);
    }

    private void addViolations() {
        violations().forEach(each -> signals.add("violation: " + each));
    }
}
