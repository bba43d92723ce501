// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CallOptions;
import dev.completions4j.ChunkIterator;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionStream;
import dev.completions4j.CompletionsClient;
import dev.completions4j.Timeout;
import dev.completions4j.observe.CompletionsInterceptor;
import dev.completions4j.spi.Scheduler;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.TransportException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tests signals that arrive during a call's state transitions. */
class UntimelySignalTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final FakeTransport transport = new FakeTransport();
    private final ManualTime time = new ManualTime();

    private CompletionsClient.Builder client() {
        return CompletionsClient.builder()
                .baseUrl("http://localhost:8000")
                .transport(transport)
                .scheduler(time);
    }

    /** Cancels a subscription during the call's start, when its timer is scheduled. */
    private static final class CancellingScheduler implements Scheduler {

        private final Scheduler time;
        private final AtomicReference<Flow.Subscription> cancelled = new AtomicReference<>();

        CancellingScheduler(Scheduler time) {
            this.time = time;
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Task schedule(Runnable task, Duration delay) {
            Flow.Subscription subscription = cancelled.getAndSet(null);
            if (subscription != null) {
                subscription.cancel();
            }
            return time.schedule(task, delay);
        }
    }

    @Test
    void cancellingDuringTheStartLeavesNoCallInFlight() {
        CancellingScheduler scheduler = new CancellingScheduler(time);
        CompletionsClient client = client().scheduler(scheduler).build();
        RecordingSubscriber subscriber = new RecordingSubscriber(0) {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                super.onSubscribe(subscription);
                scheduler.cancelled.set(subscription);
            }
        };

        client.stream(Wire.REQUEST).subscribe(subscriber);
        CompletableFuture<?> closed = client.shutdown(Duration.ofHours(1));

        assertThat(closed).isDone();
        assertThat(transport.exchanges()).isZero();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void theTimeoutOfAFailedAttemptDoesNotFailTheNext() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        try (CompletionsClient client = client().executor(tasks::add).build()) {
            CallOptions options = CallOptions.builder()
                    .timeout(Timeout.RESPONSE_HEADERS, LIMIT)
                    .build();
            CompletableFuture<Completion> completion = client.complete(Wire.REQUEST, options);
            FakeExchange first = transport.next();
            time.advance(LIMIT);
            first.fail(TransportException.Kind.REFUSED_STREAM, RequestProgress.NOT_SENT);
            FakeExchange second = transport.next();

            runAll(tasks);
            Wire.answer(second, 200, Wire.DOCUMENTED);
            runAll(tasks);

            assertThat(completion).isCompleted();
        }
    }

    private static void runAll(Queue<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Calls {@code onSubscribe} when the test triggers it. */
    private static final class LatePublisher implements CompletionsInterceptor {

        private final RecordingSubscriber source = new RecordingSubscriber(0);
        private Flow.Subscriber<? super CompletionChunk> subscriber = source;
        private boolean cancelled;
        private long requested;

        @Override
        public Flow.Publisher<CompletionChunk> stream(CompletionRequest request, CallOptions options, Chain chain) {
            return later -> subscriber = later;
        }

        void begin() {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    requested += n;
                }

                @Override
                public void cancel() {
                    cancelled = true;
                }
            });
        }
    }

    private CompletionStream stream(LatePublisher publisher) {
        return client().interceptor(publisher).build().stream(Wire.REQUEST);
    }

    @Test
    void aFutureCancelledBeforeItsSubscriptionCancelsIt() {
        LatePublisher publisher = new LatePublisher();
        CompletableFuture<Completion> completion = stream(publisher).collect();

        completion.cancel(false);
        publisher.begin();

        assertThat(publisher.cancelled).isTrue();
        assertThat(publisher.requested).isZero();
    }

    @Test
    void anIteratorClosedBeforeItsSubscriptionCancelsIt() {
        LatePublisher publisher = new LatePublisher();
        ChunkIterator chunks = stream(publisher).blockingIterator();

        chunks.close();
        publisher.begin();

        assertThat(publisher.cancelled).isTrue();
        assertThat(publisher.requested).isZero();
        assertThat(Objects.requireNonNull(chunks).hasNext()).isFalse();
    }
}
