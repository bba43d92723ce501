package dev.completions4j.tests;

import dev.completions4j.CompletionChunk;
import java.util.concurrent.Flow;

/** Records what it is told, and asks for everything. */
class RecordingSubscriber implements Flow.Subscriber<CompletionChunk> {

    private final Signals signals;

    RecordingSubscriber(Signals signals) {
        this.signals = signals;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(CompletionChunk chunk) {
        signals.add(Signals.next(chunk.text()));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(failure);
    }

    @Override
    public void onComplete() {
        signals.add(Signals.complete());
    }
}
