// SPDX-License-Identifier: Apache-2.0
package relays;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.transport.FakeReply;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams as {@link Multi}. */
class MutinyTest extends RelayContract {

    @Override
    Relay relay(CompletionsClient client, CompletionRequest request) {
        // snippet: mutiny
        Multi<String> texts =
                Multi.createFrom().publisher(client.stream(request).texts());
        // end
        return new MultiRelay(texts.subscribe().withSubscriber(AssertSubscriber.create()));
    }

    @Test
    void cancelsTheCallOfAUni(CompletionsClient client, FakeTransport transport) {
        transport.expect(RequestPattern.any(), FakeReply.silence());

        Cancellable subscription = Uni.createFrom()
                .completionStage(() -> client.complete(REQUEST))
                .subscribe()
                .with(completion -> {});
        assertThat(transport.openExchanges()).hasSize(1);
        subscription.cancel();

        assertThat(transport.openExchanges()).isEmpty();
    }

    private record MultiRelay(AssertSubscriber<String> subscriber) implements Relay {

        @Override
        public void request(long texts) {
            subscriber.request(texts);
        }

        @Override
        public void cancel() {
            subscriber.cancel();
        }

        @Override
        public List<String> texts() {
            return subscriber.getItems();
        }

        @Override
        public Throwable failure() {
            return subscriber.getFailure();
        }

        @Override
        public boolean completed() {
            return subscriber.hasCompleted();
        }
    }
}
