// SPDX-License-Identifier: Apache-2.0
package relays;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Subscription;

/** Streams as {@link Flowable}. */
class RxJavaTest extends RelayContract {

    @Override
    Relay relay(CompletionsClient client, CompletionRequest request) {
        // snippet: rxjava
        Flowable<String> texts = Flowable.fromPublisher(
                FlowAdapters.toPublisher(client.stream(request).texts()));
        // end
        FlowableRelay relay = new FlowableRelay();
        texts.subscribe(relay);
        return relay;
    }

    @Test
    void cancelsTheCallOfASingle(CompletionsClient client, FakeTransport transport) {
        transport.expect(RequestPattern.any(), FakeReply.silence());
        CompletionRequest request = REQUEST;

        // snippet: rxjavasingle
        Single<Completion> completion = Single.create(emitter -> {
            CompletableFuture<Completion> call = client.complete(request);
            emitter.setCancellable(() -> call.cancel(false));
            call.whenComplete((result, failure) -> {
                if (failure == null) {
                    emitter.onSuccess(result);
                } else {
                    emitter.tryOnError(failure); // ignored after cancellation
                }
            });
        });
        // end
        List<Throwable> undeliverable = new ArrayList<>();
        RxJavaPlugins.setErrorHandler(undeliverable::add);
        try {
            Disposable subscription = completion.subscribe();
            assertThat(transport.openExchanges()).hasSize(1);
            subscription.dispose();
        } finally {
            RxJavaPlugins.setErrorHandler(null);
        }

        assertThat(transport.openExchanges()).isEmpty();
        assertThat(undeliverable).isEmpty();
    }

    private static final class FlowableRelay implements FlowableSubscriber<String>, Relay {

        private Subscription subscription;
        private final List<String> texts = new ArrayList<>();
        private Throwable failure;
        private boolean completed;

        @Override
        public void onSubscribe(Subscription subscription) {
            this.subscription = subscription;
        }

        @Override
        public void onNext(String text) {
            texts.add(text);
        }

        @Override
        public void onError(Throwable thrown) {
            failure = thrown;
        }

        @Override
        public void onComplete() {
            completed = true;
        }

        @Override
        public void request(long texts) {
            subscription.request(texts);
        }

        @Override
        public void cancel() {
            subscription.cancel();
        }

        @Override
        public List<String> texts() {
            return texts;
        }

        @Override
        public Throwable failure() {
            return failure;
        }

        @Override
        public boolean completed() {
            return completed;
        }
    }
}
