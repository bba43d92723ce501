// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionsClient;
import dev.completions4j.QueueFullException;
import dev.completions4j.RetrySettings;
import dev.completions4j.observe.CallListener;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the limit of concurrent calls, and pauses after rate limiting. */
class LimitTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FakeTransport transport = new FakeTransport();
    private final ManualTime time = new ManualTime();
    private final List<CompletionsClient> clients = new ArrayList<>();

    private CompletionsClient client(UnaryOperator<CompletionsClient.Builder> settings) {
        CompletionsClient client = settings.apply(CompletionsClient.builder()
                        .baseUrl("http://localhost:8000")
                        .transport(transport)
                        .scheduler(time)
                        .executor(Runnable::run))
                .build();
        clients.add(client);
        return client;
    }

    @AfterEach
    void leavesNothingPending() {
        clients.forEach(CompletionsClient::close);
        assertThat(time.pendingTasks()).isZero();
        assertThat(transport.openExchanges()).isEmpty();
    }

    private List<CompletableFuture<Completion>> call(CompletionsClient client, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> client.complete(Wire.REQUEST))
                .toList();
    }

    @Test
    void queuesCallsAndRejectsThoseBeyondTheQueue() {
        CompletionsClient client = client(builder -> builder.maxInFlight(1).maxQueued(2));
        List<CompletableFuture<Completion>> calls = call(client, 4);

        assertThat(transport.exchanges()).isEqualTo(1);
        assertThat(Failed.with(QueueFullException.class, calls.get(3)))
                .hasMessageContaining("maxInFlight")
                .hasMessageContaining("maxQueued");
        for (int i = 0; i < 3; i++) {
            assertThat(calls.get(i)).isNotDone();
            Responses.ok(transport.next());
            assertThat(calls.get(i)).isCompleted();
        }
    }

    @Test
    void sendsNoQueuedCallAfterClose() {
        CompletionsClient client = client(builder -> builder.maxInFlight(1).maxQueued(50));
        List<CompletableFuture<Completion>> calls = call(client, 51);
        client.close();

        assertThat(calls).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(transport.exchanges()).isEqualTo(1);
    }

    @Test
    void passesThePermitOfACancelledCallToTheNext() {
        CompletionsClient client = client(builder -> builder.maxInFlight(1).maxQueued(1));
        List<CompletableFuture<Completion>> calls = call(client, 2);
        calls.get(1).cancel(false);
        CompletableFuture<Completion> third = client.complete(Wire.REQUEST);
        assertThat(third).isNotDone();
        calls.get(0).cancel(false);

        assertThat(transport.next().isCancelled()).isTrue();
        Responses.ok(transport.next());
        assertThat(third).isCompleted();
        assertThat(transport.exchanges()).isEqualTo(2);
    }

    @Test
    void holdsAStreamsPermitUntilItsEnd() {
        CompletionsClient client = client(builder -> builder.maxInFlight(1));
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        CompletableFuture<Completion> second = client.complete(Wire.REQUEST);
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.chunk(0, "a"));
        assertThat(transport.exchanges()).isEqualTo(1);

        subscriber.cancel();
        Responses.ok(transport.next());
        assertThat(second).isCompleted();
    }

    /** Calls that end in different ways. */
    enum Ending {
        COMPLETION,
        MODELS,
        ERROR,
        STREAM,
        CUT_STREAM,
        FIRST_CHUNK;

        private CompletableFuture<?> call(CompletionsClient client) {
            return switch (this) {
                case COMPLETION, ERROR -> client.complete(Wire.REQUEST);
                case MODELS -> client.models();
                case STREAM, CUT_STREAM -> client.stream(Wire.REQUEST).collect();
                case FIRST_CHUNK -> client.stream(Wire.REQUEST).firstChunk();
            };
        }

        /** Sends what ends the call; the body of the stream does not end. */
        private void answer(FakeExchange exchange) {
            switch (this) {
                case COMPLETION -> Responses.ok(exchange);
                case MODELS -> Wire.answer(exchange, 200, "{\"data\": []}");
                case ERROR -> Responses.error(exchange, 400);
                case STREAM, FIRST_CHUNK -> {
                    Wire.beginStream(exchange);
                    exchange.data(Wire.lastChunk(0, "a") + Wire.DONE);
                }
                case CUT_STREAM -> {
                    Wire.beginStream(exchange);
                    exchange.complete();
                }
            }
        }

        /** Makes a call, and the next one as soon as the first has ended. */
        private CompletableFuture<Completion> callTwice(CompletionsClient client) {
            return call(client)
                    .handle((result, failure) -> failure == null)
                    .thenCompose(succeeded -> client.complete(Wire.REQUEST));
        }
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void permitsTheNextCallWhenTheCallerLearnsOfTheEnd(Ending ending) {
        CompletionsClient client = client(builder -> builder.maxInFlight(1).maxQueued(0));
        CompletableFuture<Completion> next = ending.callTwice(client);
        ending.answer(transport.next());
        assertThat(next).isNotDone();
        Responses.ok(transport.next());

        assertThat(next).isCompleted();
        assertThat(client.complete(Wire.REQUEST)).isNotDone();
        Failed.with(QueueFullException.class, client.complete(Wire.REQUEST));
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void queuesTheNextCallBehindTheOnesThatWait(Ending ending) {
        CompletionsClient client = client(builder -> builder.maxInFlight(1).maxQueued(1));
        CompletableFuture<Completion> next = ending.callTwice(client);
        CompletableFuture<Completion> waiting = client.complete(Wire.REQUEST);
        ending.answer(transport.next());
        assertThat(transport.exchanges()).isEqualTo(2);
        Responses.ok(transport.next());
        assertThat(waiting).isCompleted();
        assertThat(next).isNotDone();
        Responses.ok(transport.next());

        assertThat(next).isCompleted();
    }

    @SuppressWarnings("unused") // used by @MethodSource, by name
    static Stream<Arguments> endingsOnTheSignalingThread() {
        // The view of the first chunk cancels the call before it delivers the chunk.
        return EnumSet.complementOf(EnumSet.of(Ending.FIRST_CHUNK)).stream()
                .flatMap(ending ->
                        Stream.of(Arguments.of(ending, null), Arguments.of(ending, (Executor) Runnable::run)));
    }

    @ParameterizedTest
    @MethodSource("endingsOnTheSignalingThread")
    void sendsAQueuedCallAfterTheResultIsDelivered(Ending ending, @Nullable Executor executor) {
        List<String> events = new ArrayList<>();
        CompletionsClient client =
                client(builder -> builder.executor(executor).maxInFlight(1).listener(call -> new CallListener() {
                    @Override
                    public void onAttempt(int attempt, String baseUrl) {
                        events.add("attempt");
                    }
                }));
        var unused = ending.call(client).whenComplete((result, failure) -> events.add("result"));
        var queued = client.complete(Wire.REQUEST);
        ending.answer(transport.next());

        assertThat(events).containsExactly("attempt", "result", "attempt");
        Responses.ok(transport.next());
        assertThat(queued).isCompleted();
    }

    private static void end(ExecutorService threads) throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETION", "MODELS", "ERROR"})
    void deliversOnAnExecutorThatBlocksWhenItIsBusy(Ending ending) {
        try (OneAtATime executor = new OneAtATime()) {
            CompletionsClient client = client(builder -> builder.maxInFlight(1).executor(executor));
            CompletableFuture<?> first = ending.call(client);
            CompletableFuture<Completion> queued = client.complete(Wire.REQUEST);
            ending.answer(transport.next(PATIENCE));
            Responses.ok(transport.next(PATIENCE));

            assertThat(first.handle((result, failure) -> true)).succeedsWithin(PATIENCE);
            assertThat(queued).succeedsWithin(PATIENCE);
            assertThat(executor.blocked).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETION", "MODELS", "ERROR"})
    void deliversOnSuchAnExecutorThoughTheQueuedCallFailsAtOnce(Ending ending) {
        try (OneAtATime executor = new OneAtATime()) {
            AtomicBoolean fails = new AtomicBoolean();
            CompletionsClient client =
                    client(builder -> builder.maxInFlight(1).executor(executor).apiKey(() -> {
                        if (fails.get()) {
                            throw new IllegalStateException("No key");
                        }
                        return "sk-12345678";
                    }));
            CompletableFuture<?> first = ending.call(client);
            CompletableFuture<Completion> queued = client.complete(Wire.REQUEST);
            FakeExchange exchange = transport.next(PATIENCE);
            fails.set(true);
            ending.answer(exchange);

            assertThat(first.handle((result, failure) -> true)).succeedsWithin(PATIENCE);
            assertThat(queued).failsWithin(PATIENCE);
            assertThat(executor.blocked).isEmpty();
        }
    }

    /** Accepts no further task before the current one has ended, which therefore must not submit one. */
    private static final class OneAtATime implements Executor, AutoCloseable {

        private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "callbacks"));
        private final Semaphore idle = new Semaphore(1);

        /** The names of the threads that would have waited forever. */
        final Set<String> blocked = ConcurrentHashMap.newKeySet();

        @Override
        public void execute(Runnable task) {
            boolean submitting = Thread.currentThread().getName().equals("callbacks");
            if (submitting || !acquire()) {
                blocked.add(Thread.currentThread().getName());
                throw new RejectedExecutionException("No thread is idle");
            }
            thread.execute(() -> {
                try {
                    task.run();
                } finally {
                    idle.release();
                }
            });
        }

        private boolean acquire() {
            try {
                return idle.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            try {
                end(thread);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void startsOneCallAtMostBeforeADelivery() throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            AtomicInteger keys = new AtomicInteger();
            CountDownLatch fourth = new CountDownLatch(1);
            List<Boolean> startedElsewhere = new CopyOnWriteArrayList<>();
            CompletionsClient client =
                    client(builder -> builder.maxInFlight(2).executor(threads).apiKey(() -> {
                        int key = keys.incrementAndGet();
                        if (key == 3) {
                            // The other call in flight ends on another thread, which starts the fourth.
                            Responses.ok(transport.next(PATIENCE));
                            startedElsewhere.add(await(fourth));
                        } else if (key == 4) {
                            fourth.countDown();
                        }
                        return "sk-12345678";
                    }));
            List<CompletableFuture<Completion>> calls = call(client, 4);
            Responses.ok(transport.next(PATIENCE));

            assertThat(calls.get(0)).succeedsWithin(PATIENCE);
            assertThat(startedElsewhere).containsExactly(true);
            Responses.ok(transport.next(PATIENCE));
            Responses.ok(transport.next(PATIENCE));
            assertThat(calls).allSatisfy(call -> assertThat(call).succeedsWithin(PATIENCE));
        } finally {
            end(threads);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void sendsAQueuedCallBeforeTheRestOfTheBodyArrives(Ending ending) {
        CompletionsClient client = client(builder -> builder.maxInFlight(1));
        CompletableFuture<?> first = ending.call(client);
        CompletableFuture<Completion> queued = client.complete(Wire.REQUEST);
        ending.answer(transport.next());

        assertThat(first).isDone();
        assertThat(transport.exchanges()).isEqualTo(2);
        Responses.ok(transport.next());
        assertThat(queued).isCompleted();
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETION", "MODELS", "ERROR"})
    void sendsAQueuedCallThatACallbackWaitsFor(Ending ending) throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CompletionsClient client = client(builder -> builder.maxInFlight(1).executor(threads));
            CompletableFuture<?> first = ending.call(client);
            CompletableFuture<Completion> queued = client.complete(Wire.REQUEST);
            CompletableFuture<Completion> awaited = first.handle((result, failure) -> queued.join());
            ending.answer(transport.next(PATIENCE));
            Responses.ok(transport.next(PATIENCE));

            assertThat(awaited).succeedsWithin(PATIENCE);
        } finally {
            end(threads);
        }
    }

    /** Answers at once, except for the first request, whose exchange it adds to the list. */
    private static FakeTransport answeringAllButTheFirst(List<FakeExchange> held) {
        return FakeTransport.answeredBy(exchange -> {
            if (held.isEmpty()) {
                held.add(exchange);
            } else {
                Responses.error(exchange, 400);
            }
        });
    }

    @Test
    void passesAPermitToManyCallsWithoutRecursion() {
        List<FakeExchange> held = new ArrayList<>();
        FakeTransport immediate = answeringAllButTheFirst(held);
        CompletionsClient client =
                client(builder -> builder.transport(immediate).maxInFlight(1).maxQueued(50_000));
        List<CompletableFuture<Completion>> calls = call(client, 50_000);
        assertThat(calls).noneMatch(CompletableFuture::isDone);
        Responses.ok(held.get(0));

        assertThat(calls).allMatch(CompletableFuture::isDone);
    }

    @Test
    void startsCallsInTheCallbacksOfManyWithoutRecursion() {
        List<FakeExchange> held = new ArrayList<>();
        FakeTransport immediate = answeringAllButTheFirst(held);
        CompletionsClient client =
                client(builder -> builder.transport(immediate).maxInFlight(1).maxQueued(50_000));
        List<CompletableFuture<?>> again = new ArrayList<>();
        List<CompletableFuture<Completion>> calls = call(client, 20_000);
        calls.forEach(call -> {
            var unused = call.whenComplete((result, failure) -> again.add(client.complete(Wire.REQUEST)));
        });
        Responses.ok(held.get(0));

        assertThat(calls).allMatch(CompletableFuture::isDone);
        assertThat(again).hasSize(20_000).allMatch(CompletableFuture::isDone);
    }

    @Test
    void pausesAllCallsToAHostForRetryAfter() {
        CompletionsClient client = client(builder -> builder);
        CompletableFuture<Completion> first = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), 429, "retry-after", "20");
        CompletableFuture<Completion> second = client.complete(Wire.REQUEST);
        assertThat(transport.exchanges()).isEqualTo(1);
        time.advance(Duration.ofSeconds(20).minusNanos(1));
        assertThat(transport.exchanges()).isEqualTo(1);

        time.advance(Duration.ofSeconds(2).plusNanos(1));
        assertThat(transport.exchanges()).isEqualTo(3);
        Responses.ok(transport.next());
        Responses.ok(transport.next());
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
    }

    @Test
    void cancelsACallThatWaitsForTheHost() {
        CompletionsClient client = client(builder -> builder.retries(RetrySettings.off()));
        CompletableFuture<Completion> first = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), 429, "retry-after", "20");
        assertThat(first).isCompletedExceptionally();
        CompletableFuture<Completion> second = client.complete(Wire.REQUEST);
        second.cancel(false);

        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void doesNotPauseOtherCallsForAnHour() {
        CompletionsClient client = client(builder -> builder);
        CompletableFuture<Completion> first = client.complete(Wire.REQUEST);
        Responses.error(transport.next(), 429, "retry-after", "3600");
        assertThat(first).isCompletedExceptionally();

        CompletableFuture<Completion> second = client.complete(Wire.REQUEST);
        Responses.ok(transport.next());
        assertThat(second).isCompleted();
    }
}
