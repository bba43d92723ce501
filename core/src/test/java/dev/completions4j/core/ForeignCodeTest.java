// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.completions4j.ApiException;
import dev.completions4j.CallOptions;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.CallbackRejectedException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionStream;
import dev.completions4j.CompletionsClient;
import dev.completions4j.CredentialException;
import dev.completions4j.FailedAttempt;
import dev.completions4j.NetworkException;
import dev.completions4j.ResponseInfo;
import dev.completions4j.RetrySettings;
import dev.completions4j.ServerProfile;
import dev.completions4j.Timeout;
import dev.completions4j.TokenIds;
import dev.completions4j.TokenizationRequest;
import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CallResult;
import dev.completions4j.observe.CompletionsInterceptor;
import dev.completions4j.spi.Credential;
import dev.completions4j.spi.Scheduler;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.ConnectionInfo;
import dev.completions4j.transport.Exchange;
import dev.completions4j.transport.ForwardingResponseHandler;
import dev.completions4j.transport.ForwardingTransport;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies that code that the client calls but does not own may throw anywhere: it affects its own call at most, and
 * the next call succeeds.
 */
@ExtendWith(QuietLog.class)
class ForeignCodeTest {

    private final FakeTransport fake = new FakeTransport();
    private final ManualTime time = new ManualTime();
    private final Trap trap = new Trap();
    private final Logger logger = Logger.getLogger("dev.completions4j");
    private final Handler throwingHandler = new ThrowingHandler();
    private final List<CompletionsClient> clients = new ArrayList<>();

    private CompletionsClient client(CompletionsClient.Builder builder) {
        CompletionsClient client = builder.baseUrl("http://localhost:8000").build();
        clients.add(client);
        return client;
    }

    private CompletionsClient.Builder builder() {
        return CompletionsClient.builder()
                .profile(ServerProfile.vllm())
                .transport(fake)
                .scheduler(time);
    }

    @AfterEach
    void closesWithoutThrowing() {
        trap.disarm();
        clients.forEach(CompletionsClient::close);
        logger.removeHandler(throwingHandler);
        logger.setLevel(null);
    }

    /** The kind of throwable. */
    enum Thrown {
        RUNTIME_EXCEPTION,
        ASSERTION_ERROR,
        NO_CLASS_DEF_FOUND_ERROR,
        STACK_OVERFLOW_ERROR,
        OUT_OF_MEMORY_ERROR;

        private Throwable make() {
            return switch (this) {
                case RUNTIME_EXCEPTION -> new IllegalStateException("thrown by a test");
                case ASSERTION_ERROR -> new AssertionError("thrown by a test");
                case NO_CLASS_DEF_FOUND_ERROR -> new NoClassDefFoundError("thrown by a test");
                case STACK_OVERFLOW_ERROR -> new StackOverflowError("thrown by a test");
                case OUT_OF_MEMORY_ERROR -> new OutOfMemoryError("thrown by a test");
            };
        }
    }

    /** Throws while it is armed. */
    private static final class Trap {

        private final AtomicInteger sprung = new AtomicInteger();
        private volatile @Nullable Thrown armed;

        void arm(Thrown thrown) {
            armed = thrown;
        }

        void disarm() {
            armed = null;
        }

        int sprung() {
            return sprung.get();
        }

        void here() {
            Thrown thrown = armed;
            if (thrown != null) {
                sprung.incrementAndGet();
                throwUnchecked(thrown.make());
            }
        }

        @SuppressWarnings("unchecked")
        private static <E extends Throwable> void throwUnchecked(Throwable thrown) throws E {
            throw (E) thrown;
        }
    }

    /** An operation of the client. */
    enum Operation {
        COMPLETE {
            @Override
            CompletableFuture<?> call(CompletionsClient client) {
                return client.complete(Wire.REQUEST);
            }
        },
        STREAM {
            @Override
            CompletableFuture<?> call(CompletionsClient client) {
                return client.stream(Wire.REQUEST).collect();
            }
        },
        MODELS {
            @Override
            CompletableFuture<?> call(CompletionsClient client) {
                return client.models();
            }
        },
        TOKENIZE {
            @Override
            CompletableFuture<?> call(CompletionsClient client) {
                return client.tokenize(TokenizationRequest.of("Say this is a test"));
            }
        },
        DETOKENIZE {
            @Override
            CompletableFuture<?> call(CompletionsClient client) {
                return client.detokenize(null, TokenIds.of(1, 2));
            }
        };

        abstract CompletableFuture<?> call(CompletionsClient client);

        /** Sends a response that fits the operation. */
        void answer(FakeExchange exchange) {
            exchange.connected(new ConnectionInfo(false, "HTTP/1.1", null));
            switch (this) {
                case COMPLETE -> Wire.answer(exchange, 200, Wire.DOCUMENTED);
                case MODELS -> Wire.answer(exchange, 200, "{\"object\": \"list\", \"data\": []}");
                case TOKENIZE -> Wire.answer(exchange, 200, "{\"tokens\": [1, 2]}");
                case DETOKENIZE -> Wire.answer(exchange, 200, "{\"prompt\": \"a\"}");
                case STREAM -> {
                    Wire.beginStream(exchange);
                    exchange.data(Wire.chunk(0, "a"));
                    exchange.data(Wire.lastChunk(0, "b") + Wire.DONE);
                    exchange.complete();
                }
            }
        }
    }

    private void assertNextCallSucceeds(CompletionsClient client, Operation operation) {
        trap.disarm();
        CompletableFuture<?> next = operation.call(client);
        operation.answer(fake.next());
        assertThat(next).isCompleted();
    }

    static Stream<Arguments> everyOperationAndThrowable() {
        return Stream.of(Operation.values())
                .flatMap(operation -> Stream.of(Thrown.values()).map(thrown -> Arguments.of(operation, thrown)));
    }

    // Listeners.

    /** A listener that throws at every event. */
    private final class ThrowingListener implements CallListener {

        @Override
        public void onQueued() {
            trap.here();
        }

        @Override
        public void onAttempt(int attempt, String baseUrl) {
            trap.here();
        }

        @Override
        public void onConnected(ConnectionInfo connection) {
            trap.here();
        }

        @Override
        public void onHead(ResponseInfo response) {
            trap.here();
        }

        @Override
        public void onRetry(FailedAttempt failed) {
            trap.here();
        }

        @Override
        public void onFirstChunk() {
            trap.here();
        }

        @Override
        public void onChunk(long gapNanos) {
            trap.here();
        }

        @Override
        public void onEnd(CallResult result) {
            trap.here();
        }
    }

    @ParameterizedTest
    @MethodSource("everyOperationAndThrowable")
    void aListenerThatThrowsAtEveryEventAffectsNoCall(Operation operation, Thrown thrown) {
        List<String> heard = new ArrayList<>();
        CompletionsClient client = client(builder()
                .maxInFlight(1)
                .executor(Runnable::run)
                .listener(call -> new ThrowingListener())
                .listener(call -> new CallListener() {
                    @Override
                    public void onEnd(CallResult result) {
                        heard.add(result.outcome().name());
                    }
                }));
        trap.arm(thrown);
        CompletableFuture<?> running = operation.call(client);
        CompletableFuture<?> queued = operation.call(client);
        Responses.error(fake.next(), 503);
        time.advance(Duration.ofSeconds(1));
        operation.answer(fake.next());
        assertThat(running).isCompleted();
        operation.answer(fake.next());
        assertThat(queued).isCompleted();

        assertThat(trap.sprung()).isGreaterThanOrEqualTo(10);
        assertThat(heard).containsExactly("COMPLETED", "COMPLETED");
        assertNextCallSucceeds(client, operation);
    }

    @ParameterizedTest
    @MethodSource("everyOperationAndThrowable")
    void aListenerFactoryThatThrowsIsIgnored(Operation operation, Thrown thrown) {
        CompletionsClient client = client(builder().listener(call -> {
            trap.here();
            return null;
        }));
        trap.arm(thrown);
        CompletableFuture<?> call = operation.call(client);
        operation.answer(fake.next());

        assertThat(call).isCompleted();
        assertThat(trap.sprung()).isOne();
    }

    // Interceptors.

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void anInterceptorThatThrowsFailsItsCall(Thrown thrown) {
        CompletionsClient client = client(builder().interceptor(new CompletionsInterceptor() {
            @Override
            public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options, Chain chain) {
                trap.here();
                return chain.complete(request, options);
            }

            @Override
            public Flow.Publisher<CompletionChunk> stream(CompletionRequest request, CallOptions options, Chain chain) {
                trap.here();
                return chain.stream(request, options);
            }
        }));
        trap.arm(thrown);
        assertThat(client.complete(Wire.REQUEST)).isCompletedExceptionally();
        CompletionStream stream = client.stream(Wire.REQUEST);
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        stream.subscribe(subscriber);

        assertThat(stream.collect()).isCompletedExceptionally();
        assertThat(stream.forEach(chunk -> {})).isCompletedExceptionally();
        assertThat(stream.firstChunk()).isCompletedExceptionally();
        assertThat(catchThrowable(() -> stream.blockingIterator().hasNext())).isNotNull();
        assertThat(subscriber.failure()).isNotNull();
        assertNextCallSucceeds(client, Operation.COMPLETE);
        assertNextCallSucceeds(client, Operation.STREAM);
    }

    @Test
    void anInterceptorThatReturnsNullFailsItsCall() {
        CompletionsClient client = client(builder().interceptor(new CompletionsInterceptor() {
            @Override
            @SuppressWarnings("NullAway") // The mistake.
            public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options, Chain chain) {
                return null;
            }

            @Override
            @SuppressWarnings("NullAway") // The mistake.
            public Flow.Publisher<CompletionChunk> stream(CompletionRequest request, CallOptions options, Chain chain) {
                return null;
            }
        }));

        assertThat(client.complete(Wire.REQUEST)).isCompletedExceptionally();
        assertThat(client.stream(Wire.REQUEST).collect()).isCompletedExceptionally();
    }

    @Test
    void anInterceptorMayCompleteItsFutureTwice() {
        Completion own = Wire.completion();
        CompletionsClient client = client(builder().interceptor(new CompletionsInterceptor() {
            @Override
            public CompletableFuture<Completion> complete(CompletionRequest request, CallOptions options, Chain chain) {
                CompletableFuture<Completion> future = chain.complete(request, options);
                future.complete(own);
                future.completeExceptionally(new IllegalStateException("again"));
                return future;
            }
        }));

        assertThat(client.complete(Wire.REQUEST)).isCompletedWithValue(own);
        assertThat(fake.next().isCancelled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void anInterceptorsPublisherThatThrowsFailsItsStream(Thrown thrown) {
        trap.arm(thrown);
        CompletionsClient client = client(builder().interceptor(new CompletionsInterceptor() {
            @Override
            public Flow.Publisher<CompletionChunk> stream(CompletionRequest request, CallOptions options, Chain chain) {
                return subscriber -> trap.here();
            }
        }));
        RecordingSubscriber subscriber = new RecordingSubscriber(1);
        client.stream(Wire.REQUEST).subscribe(subscriber);

        assertThat(subscriber.failure()).isNotNull();
        assertThat(subscriber.violations()).isEmpty();
        assertThat(client.stream(Wire.REQUEST).collect()).isCompletedExceptionally();
    }

    // Keys.

    static Stream<Arguments> everyKeySourceAndThrowable() {
        return Stream.of(true, false)
                .flatMap(supplied ->
                        everyOperationAndThrowable().map(each -> Arguments.of(supplied, each.get()[0], each.get()[1])));
    }

    @ParameterizedTest
    @MethodSource("everyKeySourceAndThrowable")
    void aKeySourceThatThrowsFailsItsCall(boolean supplied, Operation operation, Thrown thrown) {
        CompletionsClient.Builder builder = builder().maxInFlight(1).paceByRateLimits(true);
        CompletionsClient client = client(
                supplied
                        ? builder.apiKey(() -> {
                            trap.here();
                            return "sk-constant-key";
                        })
                        : builder.credentials(() -> {
                            trap.here();
                            return CompletableFuture.completedFuture(Credential.of("sk-constant-key"));
                        }));
        trap.arm(thrown);

        assertThat(Failed.with(CredentialException.class, operation.call(client)))
                .isInstanceOf(CredentialException.class);
        assertNextCallSucceeds(client, operation);
        assertNextCallSucceeds(client, operation);
    }

    @Test
    void aKeySourceThatThrowsForAQueuedCallFailsThatCall() {
        CompletionsClient client = client(builder().maxInFlight(1).apiKey(() -> {
            trap.here();
            return "sk-constant-key";
        }));
        CompletableFuture<?> running = client.complete(Wire.REQUEST);
        CompletableFuture<?> queued = client.complete(Wire.REQUEST);
        trap.arm(Thrown.NO_CLASS_DEF_FOUND_ERROR);
        Operation.COMPLETE.answer(fake.next());

        assertThat(running).isCompleted();
        assertThat(Failed.with(CredentialException.class, queued)).isNotNull();
        assertNextCallSucceeds(client, Operation.COMPLETE);
    }

    @Test
    @SuppressWarnings("NullAway") // The mistake.
    void aProviderThatReturnsNullFailsItsCall() {
        List<@Nullable CompletableFuture<Credential>> answers = new ArrayList<>();
        answers.add(null);
        answers.add(CompletableFuture.completedFuture(null));
        CompletableFuture<Credential> cancelled = new CompletableFuture<>();
        cancelled.cancel(false);
        answers.add(cancelled);
        answers.add(CompletableFuture.failedFuture(new NoClassDefFoundError("in a stage")));
        CompletionsClient client = client(builder()
                .credentials(() -> answers.isEmpty()
                        ? CompletableFuture.completedFuture(Credential.of("sk-constant-key"))
                        : answers.remove(0)));
        for (int i = 0; i < 4; i++) {
            assertThat(Failed.with(CredentialException.class, client.complete(Wire.REQUEST)))
                    .isNotNull();
        }

        assertNextCallSucceeds(client, Operation.COMPLETE);
    }

    // Policies.

    @ParameterizedTest
    @MethodSource("everyOperationAndThrowable")
    void aRetryPolicyThatThrowsPreservesTheFirstFailure(Operation operation, Thrown thrown) {
        CompletionsClient client = client(builder().retryPolicy((attempt, failure) -> {
            trap.here();
            return null;
        }));
        trap.arm(thrown);
        CompletableFuture<?> call = operation.call(client);
        fake.next().fail(TransportException.Kind.RESET, RequestProgress.MAYBE_SENT);

        assertThat(Failed.with(NetworkException.class, call).kind()).isEqualTo(TransportException.Kind.RESET);
        assertNextCallSucceeds(client, operation);
    }

    // Subscribers, consumers and stages.

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void aSubscriberThatThrowsAnywhereEndsItsOwnStream(Thrown thrown) {
        CompletionsClient client = client(builder().maxInFlight(1));
        Thread.UncaughtExceptionHandler before = Thread.currentThread().getUncaughtExceptionHandler();
        List<Throwable> uncaught = new ArrayList<>();
        Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {
            uncaught.add(error);
            trap.here();
        });
        try {
            for (int place = 0; place < 4; place++) {
                trap.arm(thrown);
                client.stream(Wire.REQUEST).subscribe(new ThrowingSubscriber(place));
                if (place > 0) {
                    FakeExchange exchange = fake.next();
                    Wire.beginStream(exchange);
                    if (place == 2) {
                        exchange.fail(TransportException.Kind.RESET, RequestProgress.HEAD_RECEIVED);
                    } else if (exchange.requested() > 0) {
                        exchange.data(Wire.lastChunk(0, "a") + Wire.DONE);
                    }
                    assertThat(exchange.handlerFailure()).isNull();
                }
                assertThat(uncaught).hasSize(place + 1);
                assertNextCallSucceeds(client, Operation.STREAM);
            }
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(before);
        }
    }

    /** A subscriber that throws in onSubscribe, onNext, onError or onComplete. */
    private final class ThrowingSubscriber implements Flow.Subscriber<CompletionChunk> {

        private final int place;

        ThrowingSubscriber(int place) {
            this.place = place;
        }

        private void here(int at) {
            if (at == place) {
                trap.here();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            here(0);
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(CompletionChunk chunk) {
            here(1);
        }

        @Override
        public void onError(Throwable failure) {
            here(2);
        }

        @Override
        public void onComplete() {
            here(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void aConsumerThatThrowsFailsItsFuture(Thrown thrown) {
        CompletionsClient client = client(builder().maxInFlight(1));
        trap.arm(thrown);
        CompletableFuture<?> end = client.stream(Wire.REQUEST).forEach(chunk -> trap.here());
        FakeExchange exchange = fake.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.chunk(0, "a"));

        assertThat(end).isCompletedExceptionally();
        assertThat(exchange.isCancelled()).isTrue();
        assertNextCallSucceeds(client, Operation.STREAM);
    }

    @ParameterizedTest
    @MethodSource("everyOperationAndThrowable")
    void aStageThatThrowsAffectsNothingElse(Operation operation, Thrown thrown) {
        CompletionsClient client = client(builder().maxInFlight(1));
        trap.arm(thrown);
        CompletableFuture<?> call = operation.call(client);
        CompletableFuture<?> stage = call.thenRun(trap::here);
        CompletableFuture<?> queued = operation.call(client);
        operation.answer(fake.next());
        assertThat(call).isCompleted();
        assertThat(stage).isCompletedExceptionally();
        operation.answer(fake.next());

        assertThat(queued).isCompleted();
    }

    // Executors.

    /** An executor that accepts all tasks except one, for which it throws. */
    private static final class ThrowingExecutor {

        private final int position;
        private final Thrown thrown;
        private final boolean taking;
        private int tasks;
        private volatile boolean disarmed;

        ThrowingExecutor(int position, Thrown thrown, boolean taking) {
            this.position = position;
            this.thrown = thrown;
            this.taking = taking;
        }

        void execute(Runnable task) {
            boolean throwing = tasks++ == position && !disarmed;
            if (!throwing || taking) {
                task.run();
            }
            if (throwing) {
                Trap.throwUnchecked(thrown.make());
            }
        }
    }

    static Stream<Arguments> everyPositionAndThrowable() {
        return IntStream.range(0, 8)
                .boxed()
                .flatMap(position ->
                        everyOperationAndThrowable().map(each -> Arguments.of(position, each.get()[0], each.get()[1])));
    }

    @ParameterizedTest
    @MethodSource("everyPositionAndThrowable")
    void aCallEndsWhereverTheExecutorThrows(int position, Operation operation, Thrown thrown) {
        ThrowingExecutor executor = new ThrowingExecutor(position, thrown, false);
        CompletionsClient client = client(builder().maxInFlight(1).executor(executor::execute));
        CompletableFuture<?> call = operation.call(client);
        if (fake.exchanges() == 1) {
            answerAsFarAsPossible(operation, fake.next());
        }

        Throwable failure =
                catchThrowable(() -> call.copy().orTimeout(10, TimeUnit.SECONDS).join());
        if (failure != null) {
            assertThat(failure.getCause()).isInstanceOf(CallbackRejectedException.class);
        }
        executor.disarmed = true;
        CompletableFuture<?> next = operation.call(client);
        operation.answer(fake.next());
        assertThat(next).isCompleted();
    }

    @ParameterizedTest
    @MethodSource("everyPositionAndThrowable")
    void anExecutorThatRunsATaskAndThrowsRunsItOnce(int position, Operation operation, Thrown thrown) {
        ThrowingExecutor executor = new ThrowingExecutor(position, thrown, true);
        CompletionsClient client = client(builder().maxInFlight(1).executor(executor::execute));
        CompletableFuture<?> call = operation.call(client);
        operation.answer(fake.next());

        assertThat(call).isCompleted();
    }

    @ParameterizedTest
    @EnumSource(Timeout.class)
    void aTimeoutIsReportedAlthoughTheExecutorThrows(Timeout timeout) {
        AtomicInteger armed = new AtomicInteger();
        CompletionsClient client =
                client(builder().timeout(timeout, Duration.ofSeconds(5)).executor(task -> {
                    if (armed.get() > 0) {
                        throw new IllegalStateException("thrown by a test");
                    }
                    task.run();
                }));
        RecordingSubscriber subscriber = new RecordingSubscriber(timeout == Timeout.FIRST_DEMAND ? 0 : 1);
        CountDownLatch ended = new CountDownLatch(1);
        client.stream(Wire.REQUEST).subscribe(new EndLatch(subscriber, ended));
        FakeExchange exchange = fake.next();
        if (timeout != Timeout.TOTAL && timeout != Timeout.RESPONSE_HEADERS && timeout != Timeout.FIRST_CHUNK) {
            Wire.beginStream(exchange);
        }
        if (timeout == Timeout.BETWEEN_CHUNKS || timeout == Timeout.CONSUMER_STALL) {
            exchange.data(Wire.chunk(0, "a"));
        }
        if (timeout == Timeout.BETWEEN_CHUNKS) {
            subscriber.request(1);
        }
        armed.set(1);
        time.advance(Duration.ofSeconds(5));

        assertThat(awaits(ended)).isTrue();
        assertThat(subscriber.failure()).isInstanceOf(CallbackRejectedException.class);
        assertThat(exchange.isCancelled()).isTrue();
    }

    /** Signals when another subscriber's stream has ended. */
    private record EndLatch(Flow.Subscriber<CompletionChunk> to, CountDownLatch ended)
            implements Flow.Subscriber<CompletionChunk> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            to.onSubscribe(subscription);
        }

        @Override
        public void onNext(CompletionChunk chunk) {
            to.onNext(chunk);
        }

        @Override
        public void onError(Throwable failure) {
            to.onError(failure);
            ended.countDown();
        }

        @Override
        public void onComplete() {
            to.onComplete();
            ended.countDown();
        }
    }

    private static void answerAsFarAsPossible(Operation operation, FakeExchange exchange) {
        if (operation != Operation.STREAM) {
            operation.answer(exchange);
            return;
        }
        List<Runnable> steps = List.of(
                () -> Wire.beginStream(exchange),
                () -> exchange.data(Wire.chunk(0, "a")),
                () -> exchange.data(Wire.lastChunk(0, "b") + Wire.DONE),
                exchange::complete);
        for (Runnable step : steps) {
            // A stream whose task was rejected is cancelled before the rejected signal returns.
            if (!exchange.isCancelled()) {
                step.run();
            }
        }
    }

    @Test
    void timeoutsAreReportedByABoundedNumberOfThreads() throws InterruptedException {
        int calls = 300;
        CompletionsClient client = client(builder().timeout(Timeout.TOTAL, Duration.ofSeconds(1)));
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch notified = new CountDownLatch(calls);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < calls; i++) {
            var unused = client.complete(Wire.REQUEST).whenComplete((completion, failure) -> {
                threads.add(Thread.currentThread());
                assertThat(failure).isInstanceOf(CallTimeoutException.class);
                assertThat(awaits(release)).isTrue();
                notified.countDown();
            });
        }
        time.advance(Duration.ofSeconds(1));
        release.countDown();

        assertThat(notified.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).hasSizeBetween(1, 32).doesNotContain(Thread.currentThread());
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    // Schedulers.

    /** A scheduler that throws, or returns null, in every method. */
    private final class ThrowingScheduler implements Scheduler {

        private final Function<Trap, @Nullable Task> answer;

        ThrowingScheduler(Function<Trap, @Nullable Task> answer) {
            this.answer = answer;
        }

        @Override
        public long nanoTime() {
            trap.here();
            return System.nanoTime();
        }

        @Override
        @SuppressWarnings("NullAway") // The mistake.
        public Task schedule(Runnable task, Duration delay) {
            return answer.apply(trap);
        }
    }

    @ParameterizedTest
    @MethodSource("everyOperationAndThrowable")
    void aSchedulerThatThrowsAffectsNoCall(Operation operation, Thrown thrown) {
        Scheduler throwing = new ThrowingScheduler(it -> {
            it.here();
            return null;
        });
        CompletionsClient client = client(CompletionsClient.builder()
                .profile(ServerProfile.vllm())
                .transport(fake)
                .scheduler(throwing));
        trap.arm(thrown);
        CompletableFuture<?> call = operation.call(client);
        operation.answer(fake.next());
        assertThat(call).isCompleted();

        assertNextCallSucceeds(client, operation);
    }

    @Test
    void theSystemSchedulerRunsTasksThatAnotherRejects() {
        CompletionsClient client = client(CompletionsClient.builder()
                .transport(fake)
                .timeout(Timeout.TOTAL, Duration.ofMillis(1))
                .scheduler(new ThrowingScheduler(it -> null)));

        assertThat(Failed.with(CallTimeoutException.class, client.complete(Wire.REQUEST))
                        .timeout())
                .isEqualTo(Timeout.TOTAL);
    }

    // Transports.

    /** A transport that throws in one of its methods, before or after it has forwarded the call. */
    private final class ThrowingTransport extends ForwardingTransport {

        private final String place;

        ThrowingTransport(String place) {
            this.place = place;
        }

        @Override
        protected Transport delegate() {
            return fake;
        }

        private void here(String at) {
            if (at.equals(place)) {
                trap.here();
            }
        }

        @Override
        public TransportInfo info() {
            here("info");
            return super.info();
        }

        @Override
        public void send(TransportRequest request, ResponseHandler handler) {
            here("before send");
            super.send(request, place.startsWith("exchange") ? new ThrowingExchange.Handler(handler, this) : handler);
            here("after send");
        }

        @Override
        public boolean isIoThread() {
            here("isIoThread");
            return super.isIoThread();
        }

        @Override
        @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from the class file.
        public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
            here("shutdown");
            return super.shutdown(grace);
        }
    }

    private record ThrowingExchange(Exchange exchange, ThrowingTransport transport) implements Exchange {

        @Override
        public void request(long chunks) {
            transport.here("exchange.request");
            exchange.request(chunks);
        }

        @Override
        public void cancel() {
            exchange.cancel();
            transport.here("exchange.cancel");
        }

        private static final class Handler extends ForwardingResponseHandler {

            private final ResponseHandler to;
            private final ThrowingTransport transport;

            Handler(ResponseHandler to, ThrowingTransport transport) {
                this.to = to;
                this.transport = transport;
            }

            @Override
            protected ResponseHandler delegate() {
                return to;
            }

            @Override
            public void onStart(Exchange exchange) {
                super.onStart(new ThrowingExchange(exchange, transport));
            }
        }
    }

    static Stream<Arguments> everyPlaceOfATransport() {
        return Stream.of("before send", "after send", "exchange.request")
                .flatMap(place ->
                        everyOperationAndThrowable().map(each -> Arguments.of(place, each.get()[0], each.get()[1])));
    }

    @ParameterizedTest
    @MethodSource("everyPlaceOfATransport")
    void aTransportThatThrowsFailsTheCall(String place, Operation operation, Thrown thrown) {
        CompletionsClient client = client(CompletionsClient.builder()
                .profile(ServerProfile.vllm())
                .transport(new ThrowingTransport(place))
                .scheduler(time)
                .maxInFlight(1));
        trap.arm(thrown);
        CompletableFuture<?> call = operation.call(client);
        if (place.equals("exchange.request")) {
            fake.next().head(200, operation == Operation.STREAM ? "text/event-stream" : "application/json");
        } else if (place.equals("after send")) {
            assertThat(fake.next().isCancelled()).isTrue();
        }

        assertThat(Failed.with(NetworkException.class, call).kind()).isEqualTo(TransportException.Kind.INTERNAL);
        assertNextCallSucceeds(client, operation);
    }

    @ParameterizedTest
    @MethodSource("everyOperationAndThrowable")
    void anExchangeWhoseCancelThrowsIsStillCancelled(Operation operation, Thrown thrown) {
        CompletionsClient client = client(CompletionsClient.builder()
                .profile(ServerProfile.vllm())
                .transport(new ThrowingTransport("exchange.cancel"))
                .scheduler(time)
                .maxInFlight(1));
        trap.arm(thrown);
        CompletableFuture<?> call = operation.call(client);
        call.cancel(false);

        assertThat(fake.next().isCancelled()).isTrue();
        assertNextCallSucceeds(client, operation);
    }

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void aTransportThatThrowsInInfoOrShutdownAffectsNothing(Thrown thrown) {
        CompletionsClient client = client(CompletionsClient.builder()
                .transport(new ThrowingTransport("isIoThread"))
                .scheduler(time));
        trap.arm(thrown);
        CompletableFuture<?> call = client.complete(Wire.REQUEST);
        Thread answering = new Thread(() -> Operation.COMPLETE.answer(fake.next()));
        answering.start();

        assertThat(call.join()).isNotNull();
    }

    // Logging.

    /** A handler of the log that throws at every entry. */
    private final class ThrowingHandler extends Handler {

        @Override
        public void publish(LogRecord logged) {
            trap.here();
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }

    private void throwFromTheLogger(Thrown thrown) {
        logger.addHandler(throwingHandler);
        logger.setLevel(Level.ALL);
        trap.arm(thrown);
    }

    @ParameterizedTest
    @MethodSource("everyOperationAndThrowable")
    void aLoggerThatThrowsAffectsNoCall(Operation operation, Thrown thrown) {
        CompletionsClient client =
                client(builder().maxInFlight(1).logBodies(true).listener(call -> new ThrowingListener()));
        throwFromTheLogger(thrown);
        CompletableFuture<?> call = operation.call(client);
        operation.answer(fake.next());

        assertThat(call).isCompleted();
        assertThat(trap.sprung()).isGreaterThanOrEqualTo(5);
        assertNextCallSucceeds(client, operation);
    }

    @ParameterizedTest
    @EnumSource(Thrown.class)
    void aLoggerThatThrowsPreventsNoClient(Thrown thrown) {
        throwFromTheLogger(thrown);
        clients.add(builder()
                .baseUrl("http://model.example")
                .apiKey("sk-constant-key")
                .build());

        assertThat(trap.sprung()).isOne();
    }

    /** How a server fails. */
    enum Outage {
        TIMEOUT,
        ERROR,
        LONG_ERROR;

        private void happen(FakeExchange exchange, ManualTime time) {
            switch (this) {
                case TIMEOUT -> time.advance(Duration.ofSeconds(1));
                case ERROR -> Responses.error(exchange, 503);
                case LONG_ERROR -> {
                    exchange.head(503, "text/plain");
                    exchange.data(" ".repeat(100_000));
                }
            }
        }

        private Class<? extends Throwable> failure() {
            return this == TIMEOUT ? CallTimeoutException.class : ApiException.class;
        }
    }

    static Stream<Arguments> everyOutageAndThrowable() {
        return Stream.of(Outage.values())
                .flatMap(outage -> Stream.of(Thrown.values()).map(thrown -> Arguments.of(outage, thrown)));
    }

    @ParameterizedTest
    @MethodSource("everyOutageAndThrowable")
    void aLoggerThatThrowsPreservesTheFailure(Outage outage, Thrown thrown) {
        CompletionsClient client = client(builder()
                .maxInFlight(1)
                .retries(RetrySettings.off())
                .noTimeout(Timeout.TOTAL)
                .timeout(Timeout.RESPONSE_HEADERS, Duration.ofSeconds(1)));
        throwFromTheLogger(thrown);
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Completion> call = client.complete(Wire.REQUEST);
            FakeExchange exchange = fake.next();
            outage.happen(exchange, time);
            assertThat(Failed.with(outage.failure(), call)).isNotNull();
            assertThat(exchange.isCancelled()).isEqualTo(outage != Outage.ERROR);
        }

        assertThat(trap.sprung()).isPositive();
        assertNextCallSucceeds(client, Operation.COMPLETE);
    }

    // I/O threads.

    /** A transport that treats the current thread as an I/O thread. */
    private static final class OneThread extends ForwardingTransport {

        private final FakeTransport to;
        private final Thread io = Thread.currentThread();

        OneThread(FakeTransport to) {
            this.to = to;
        }

        @Override
        protected Transport delegate() {
            return to;
        }

        @Override
        public boolean isIoThread() {
            return Thread.currentThread() == io;
        }
    }

    @Test
    void blockingOnAnIoThreadFailsImmediately() {
        CompletionsClient client = client(
                CompletionsClient.builder().transport(new OneThread(fake)).scheduler(time));
        CompletableFuture<Completion> call = client.complete(Wire.REQUEST);
        CompletionStream stream = client.stream(Wire.REQUEST);
        List<Runnable> waits = List.of(
                call::join,
                () -> catchUnchecked(call::get),
                () -> catchUnchecked(() -> call.get(1, TimeUnit.HOURS)),
                () -> call.thenApply(Completion::text).join(),
                () -> stream.collect().join(),
                () -> stream.forEach(chunk -> {}).join(),
                () -> stream.firstChunk().join(),
                () -> assertThat(stream.blockingIterator().hasNext()).isFalse(),
                () -> client.models().join(),
                () -> client.shutdown(Duration.ofHours(1)).join());
        for (Runnable wait : waits) {
            assertThat(catchThrowable(wait::run))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Thread.currentThread().getName())
                    .hasMessageContaining("thenCompose")
                    .hasMessageContaining("executor");
        }
        Operation.COMPLETE.answer(fake.next());

        assertThat(call.join().text()).isEqualTo("\n\nThis is indeed a test");
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    private static void catchUnchecked(ThrowingRunnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
