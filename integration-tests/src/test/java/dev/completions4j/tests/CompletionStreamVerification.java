// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.RecordingSubscriber;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** The rules of Reactive Streams, verified by its TCK. */
abstract class CompletionStreamVerification extends FlowPublisherVerification<CompletionChunk> {

    static final int MAX_CHUNKS = 5_000;

    private static final long SIGNAL_TIMEOUT_MILLIS = 10_000;
    private static final long SILENCE_TIMEOUT_MILLIS = 50;
    private static final long POLL_MILLIS = 10;

    private final CompletionsClient client;
    private final CompletionsClient closedClient;

    /** @param builder a builder of clients whose server responds with a chunk for each token */
    CompletionStreamVerification(CompletionsClient.Builder builder) {
        super(new TestEnvironment(SIGNAL_TIMEOUT_MILLIS, SILENCE_TIMEOUT_MILLIS, POLL_MILLIS));
        client = builder.build();
        closedClient = builder.build();
        closedClient.close();
    }

    @AfterClass
    void closeClient() {
        client.close();
    }

    @Override
    public long maxElementsFromPublisher() {
        return MAX_CHUNKS;
    }

    @Override
    public Flow.Publisher<CompletionChunk> createFlowPublisher(long elements) {
        return client.stream(request(elements));
    }

    @Override
    public Flow.Publisher<CompletionChunk> createFailedFlowPublisher() {
        return closedClient.stream(request(1));
    }

    /** Without the limits of the TCK: 300 ms for the cancellation, and 100 ms for the garbage collector. */
    @Override
    @Test
    public void required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber()
            throws InterruptedException {
        Flow.Publisher<CompletionChunk> publisher = createFlowPublisher(3);
        AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
        WeakReference<Object> subscriber = new WeakReference<>(cancelled(publisher, subscription));

        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SIGNAL_TIMEOUT_MILLIS);
        try {
            while (subscriber.get() != null && System.nanoTime() < deadline) {
                System.gc();
                Thread.onSpinWait();
            }
            assertThat(subscriber.get()).isNull();
        } finally {
            Reference.reachabilityFence(publisher);
            Reference.reachabilityFence(subscription);
        }
    }

    /** Returns a subscriber that has cancelled its subscription. */
    private static Object cancelled(
            Flow.Publisher<CompletionChunk> publisher, AtomicReference<Flow.@Nullable Subscription> kept)
            throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        RecordingSubscriber subscriber = new RecordingSubscriber(1) {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                kept.set(subscription);
                super.onSubscribe(subscription);
            }

            @Override
            public void onNext(CompletionChunk chunk) {
                super.onNext(chunk);
                begun.countDown();
            }
        };
        publisher.subscribe(subscriber);
        assertThat(begun.await(SIGNAL_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        subscriber.cancel();
        return subscriber;
    }

    private static CompletionRequest request(long tokens) {
        return CompletionRequest.builder()
                .model("m")
                .prompt("p")
                .maxTokens(Math.toIntExact(Math.min(tokens, MAX_CHUNKS)))
                .build();
    }
}
