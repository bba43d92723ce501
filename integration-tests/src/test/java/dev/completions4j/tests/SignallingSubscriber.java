// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import dev.completions4j.CompletionChunk;
import dev.completions4j.testkit.RecordingSubscriber;

/** Tells each chunk and the end to the signals of a call, and what breaks the rules of Flow as a failure of its own. */
class SignallingSubscriber extends RecordingSubscriber {

    private final Signals signals;

    /** Asks for all chunks. */
    SignallingSubscriber(Signals signals) {
        this(signals, Long.MAX_VALUE);
    }

    /** Asks for so many chunks at first. */
    SignallingSubscriber(Signals signals, long firstRequest) {
        super(firstRequest);
        this.signals = signals;
    }

    @Override
    public void onNext(CompletionChunk chunk) {
        super.onNext(chunk);
        tell(Signals.next(chunk.text()));
    }

    @Override
    public void onError(Throwable failure) {
        super.onError(failure);
        tellViolations();
        signals.add(failure);
    }

    @Override
    public void onComplete() {
        super.onComplete();
        tell(Signals.complete());
    }

    private void tell(String signal) {
        tellViolations();
        signals.add(signal);
    }

    private void tellViolations() {
        violations().forEach(each -> signals.add("violation: " + each));
    }
}
