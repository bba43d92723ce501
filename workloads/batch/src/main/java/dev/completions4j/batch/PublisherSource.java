// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Requests from a publisher as much as is requested from this source. */
final class PublisherSource implements RequestSource {

    private final Flow.Publisher<BatchRequest> publisher;

    // Guarded by this.
    private Flow.@Nullable Subscription subscription;
    private long requestedEarly;
    private boolean cancelled;

    PublisherSource(Flow.Publisher<BatchRequest> publisher) {
        this.publisher = publisher;
    }

    @Override
    public void start(Sink sink) {
        try {
            publisher.subscribe(new Subscriber(sink));
        } catch (Throwable e) {
            sink.onFailure(e);
        }
    }

    @Override
    public void request(int entries) {
        Flow.Subscription current;
        synchronized (this) {
            current = subscription;
            if (current == null) {
                requestedEarly += entries;
                return;
            }
        }
        current.request(entries);
    }

    @Override
    public void cancel() {
        Flow.Subscription current;
        synchronized (this) {
            cancelled = true;
            current = subscription;
        }
        if (current != null) {
            current.cancel();
        }
    }

    private void onSubscribed(Flow.Subscription subscribed) {
        long early;
        boolean first;
        synchronized (this) {
            first = subscription == null && !cancelled;
            if (first) {
                subscription = subscribed;
            }
            early = requestedEarly;
        }
        if (!first) {
            subscribed.cancel();
        } else if (early > 0) {
            subscribed.request(early);
        }
    }

    /**
     * A subscription that throws nothing.
     *
     * @param subscription the subscription
     * @param sink receives what the subscription throws when it is requested from
     */
    private record SafeSubscription(Flow.Subscription subscription, Sink sink) implements Flow.Subscription {

        @Override
        public void request(long entries) {
            try {
                subscription.request(entries);
            } catch (Throwable e) {
                sink.onFailure(e);
            }
        }

        @Override
        public void cancel() {
            ForeignCode.run(
                    () -> subscription.cancel(),
                    "The publisher of a batch's input threw when it was canceled; it may still hold resources");
        }
    }

    private final class Subscriber implements Flow.Subscriber<BatchRequest> {

        private final Sink sink;
        private long number;

        Subscriber(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscribed) {
            onSubscribed(new SafeSubscription(subscribed, sink));
        }

        @Override
        public void onNext(BatchRequest request) {
            number++;
            sink.onEntry(new InputEntry.Ask(number, 1, request.customId(), request.request()));
        }

        @Override
        public void onError(Throwable failure) {
            sink.onFailure(failure);
        }

        @Override
        public void onComplete() {
            sink.onEnd();
        }
    }
}
