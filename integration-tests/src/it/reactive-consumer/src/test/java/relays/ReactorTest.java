// SPDX-License-Identifier: Apache-2.0
package relays;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Streams as {@link Flux}. */
class ReactorTest extends RelayContract {

    @Override
    Relay relay(CompletionsClient client, CompletionRequest request) {
        // snippet: reactor
        Flux<String> texts =
                JdkFlowAdapter.flowPublisherToFlux(client.stream(request).texts());
        // end
        FluxRelay relay = new FluxRelay();
        texts.subscribe(relay);
        return relay;
    }

    @Test
    void sendsANewRequestForARetry(CompletionsClient client, FakeTransport transport) {
        transport.expect(RequestPattern.any(), FakeReply.stream("a", "b", "c").cutAfter(1), FakeReply.stream("a", "b"));

        Flux<String> texts = JdkFlowAdapter.flowPublisherToFlux(
                        client.stream(REQUEST).texts())
                .retry(1);

        List<String> received = new ArrayList<>();
        texts.subscribe(received::add);
        assertThat(received).containsExactly("a", "a", "b");
        assertThat(transport.exchanges()).isEqualTo(2);
    }

    @Test
    void cancelsTheCallOfAMono(CompletionsClient client, FakeTransport transport) {
        transport.expect(RequestPattern.any(), FakeReply.silence());

        Disposable subscription = Mono.fromFuture(() -> client.complete(REQUEST))
                .map(Completion::text)
                .subscribe();
        assertThat(transport.openExchanges()).hasSize(1);
        subscription.dispose();

        assertThat(transport.openExchanges()).isEmpty();
    }

    private static final class FluxRelay extends BaseSubscriber<String> implements Relay {

        private final List<String> texts = new ArrayList<>();
        private Throwable failure;
        private boolean completed;

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // Requests nothing; by default, it would request everything.
        }

        @Override
        protected void hookOnNext(String text) {
            texts.add(text);
        }

        @Override
        protected void hookOnError(Throwable thrown) {
            failure = thrown;
        }

        @Override
        protected void hookOnComplete() {
            completed = true;
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
