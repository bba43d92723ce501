// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
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
        ReferenceQueue<Object> dropped = new ReferenceQueue<>();
        Flow.Publisher<CompletionChunk> publisher = createFlowPublisher(3);
        CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        Reference<Object> subscriber = new PhantomReference<>(subscribe(publisher, subscription), dropped);
        subscription.join().cancel();

        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SIGNAL_TIMEOUT_MILLIS);
        try {
            while (dropped.remove(POLL_MILLIS) != subscriber) {
                assertThat(System.nanoTime() - deadline)
                        .as("Nanoseconds past the deadline for the garbage collection of the subscriber")
                        .isNegative();
                System.gc();
            }
        } finally {
            Reference.reachabilityFence(publisher);
            Reference.reachabilityFence(subscription);
        }
    }

    /** Subscribes with a demand of one; the subscription is supplied with the first chunk. */
    private static Object subscribe(
            Flow.Publisher<CompletionChunk> publisher, CompletableFuture<Flow.Subscription> supplied) {
        Flow.Subscriber<CompletionChunk> subscriber = new Flow.Subscriber<>() {
            private Flow.@Nullable Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                this.subscription = subscription;
                subscription.request(1);
            }

            @Override
            public void onNext(CompletionChunk chunk) {
                supplied.complete(subscription);
            }

            @Override
            public void onError(Throwable failure) {
                supplied.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                supplied.completeExceptionally(new AssertionError("Completed before it was cancelled"));
            }
        };
        publisher.subscribe(subscriber);
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
