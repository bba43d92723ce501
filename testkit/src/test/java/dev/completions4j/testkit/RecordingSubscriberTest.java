// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionChunk;
import dev.completions4j.ResponseInfo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class RecordingSubscriberTest {

    private static final CompletionChunk CHUNK =
            new CompletionChunk("", "", 0, "", List.of(), null, null, Map.of(), ResponseInfo.unknown());

    private final RecordingSubscription subscription = new RecordingSubscription();

    @Test
    void requestsOnlyWhatTheTestRequests() {
        RecordingSubscriber subscriber = new RecordingSubscriber(2);
        subscriber.onSubscribe(subscription);
        subscriber.request(3);
        subscriber.cancel();

        assertThat(subscription.calls).isEqualTo("2 3 cancel ");
    }

    @Test
    void acceptsConformingSignals() {
        RecordingSubscriber subscriber = new RecordingSubscriber();
        subscriber.onSubscribe(subscription);
        subscriber.onNext(CHUNK);
        subscriber.onNext(CHUNK);
        subscriber.onComplete();

        assertThat(subscriber.chunks()).hasSize(2);
        assertThat(subscriber.hasEnded()).isTrue();
        assertThat(subscriber.failure()).isNull();
        assertThat(subscriber.violations()).isEmpty();
    }

    @Test
    void recordsViolations() {
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        subscriber.onNext(CHUNK);
        subscriber.onSubscribe(subscription);
        subscriber.onSubscribe(subscription);
        subscriber.onNext(CHUNK);
        subscriber.onNext(CHUNK);
        subscriber.onComplete();
        subscriber.onError(new IllegalStateException());

        assertThat(subscriber.violations())
                .containsExactly(
                        "onNext before onSubscribe",
                        "onNext without demand: only 0 chunks were requested",
                        "a second onSubscribe",
                        "onNext without demand: only 2 chunks were requested",
                        "onError after the end");
        assertThat(subscriber.failure()).isNull();
    }

    private static final class RecordingSubscription implements Flow.Subscription {

        private String calls = "";

        @Override
        public void request(long chunks) {
            calls += chunks + " ";
        }

        @Override
        public void cancel() {
            calls += "cancel ";
        }
    }
}
