// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CallOptions;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.CallbackRejectedException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionStream;
import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.Timeout;
import dev.completions4j.core.internal.concurrent.SystemScheduler;
import dev.completions4j.observe.CompletionsInterceptor;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which threads run the caller's code, and how it affects other calls. */
class CallbackTest {

    private final FakeTransport transport = new FakeTransport();
    private final ManualTime time = new ManualTime();
    private final List<CompletionsClient> clients = new ArrayList<>();

    private CompletionsClient client(CompletionsClient.Builder builder) {
        CompletionsClient client = builder.baseUrl("http://localhost:8000")
                .transport(transport)
                .scheduler(time)
                .build();
        clients.add(client);
        return client;
    }

    @AfterEach
    void closeClients() {
        clients.forEach(CompletionsClient::close);
    }

    @Test
    void callsTheSubscriberOnTheIoThread() throws InterruptedException {
        CompletionsClient client = client(CompletionsClient.builder().retries(RetrySettings.off()));
        List<String> threads = new ArrayList<>();
        CompletableFuture<?> end = client.stream(Wire.REQUEST)
                .forEach(chunk -> threads.add(Thread.currentThread().getName()));
        FakeExchange exchange = transport.next();
        Thread io = new Thread(
                () -> {
                    Wire.beginStream(exchange);
                    exchange.data(Wire.lastChunk(0, "a") + Wire.DONE);
                },
                "test-io");
        io.start();
        io.join();

        assertThat(end).isCompleted();
        assertThat(threads).containsExactly("test-io");
    }

    @Test
    void callsTheSubscriberOnlyOnTheExecutor() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        CompletionsClient client =
                client(CompletionsClient.builder().retries(RetrySettings.off()).executor(tasks::add));
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        runAll(tasks);
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        runAll(tasks);

        exchange.data(Wire.chunk(0, "a") + Wire.lastChunk(0, "b"));
        assertThat(subscriber.texts()).isEmpty();
        runAll(tasks);
        assertThat(subscriber.texts()).containsExactly("a", "b");
        exchange.data(Wire.DONE);
        assertThat(subscriber.hasEnded()).isFalse();
        runAll(tasks);
        assertThat(subscriber.failure()).isNull();
    }

    @Test
    void completesFuturesOnlyOnTheExecutor() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        CompletionsClient client =
                client(CompletionsClient.builder().retries(RetrySettings.off()).executor(tasks::add));
        CompletableFuture<Completion> answered = client.complete(Wire.REQUEST);
        CompletableFuture<Completion> late = client.complete(Wire.REQUEST);
        CompletableFuture<Completion> closed = client.complete(Wire.REQUEST);
        Wire.answer(transport.next(), 200, Wire.DOCUMENTED);
        assertThat(answered).isNotDone();
        runAll(tasks);
        assertThat(answered).isCompleted();

        time.advance(Duration.ofMinutes(10));
        assertThat(late).isNotDone();
        tasks.remove().run();
        assertThat(late).isCompletedExceptionally();
        client.close();
        runAll(tasks);
        assertThat(closed).isCompletedExceptionally();
    }

    @Test
    void blockedCallbacksOnACallerRunsExecutorDelayNoOtherTimeout() throws Exception {
        CallOptions hasty = CallOptions.builder()
                .timeout(Timeout.TOTAL, Duration.ofMillis(1))
                .build();
        CountDownLatch dependent = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        try (SystemScheduler timer = new SystemScheduler();
                CompletionsClient client = CompletionsClient.builder()
                        .baseUrl("http://localhost:8000")
                        .transport(transport)
                        .executor(Runnable::run)
                        .build()) {
            // The timer's thread runs no timeout before there is a callback, which would run on this thread otherwise.
            var unused = timer.schedule(() -> awaitQuietly(dependent), Duration.ZERO);
            CompletableFuture<?> slow = client.complete(Wire.REQUEST, hasty).handle((completion, late) -> {
                blocked.countDown();
                return awaitQuietly(free);
            });
            dependent.countDown();
            assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(client.complete(Wire.REQUEST, hasty))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withCauseInstanceOf(CallTimeoutException.class);
            assertThat(slow).isNotDone();
            free.countDown();
        }
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void runAll(Queue<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void failsACallIfTheExecutorRejectsItsTask() {
        CompletionsClient client =
                client(CompletionsClient.builder().retries(RetrySettings.off()).executor(task -> {
                    throw new RejectedExecutionException("full");
                }));
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        CompletableFuture<Completion> completion = client.complete(Wire.REQUEST);
        CallbackRejectedException failure = Failed.with(CallbackRejectedException.class, answer(completion));

        assertThat(failure).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(subscriber.failure()).isInstanceOf(CallbackRejectedException.class);
    }

    private CompletableFuture<Completion> answer(CompletableFuture<Completion> completion) {
        // If the stream failed before it was sent, its exchange does not exist; otherwise it is the first.
        for (int sent = transport.exchanges(); sent > 0; sent--) {
            FakeExchange exchange = transport.next();
            exchange.head(200, "application/json");
            if (exchange.requested() > 0) {
                exchange.data(Wire.DOCUMENTED);
            }
            exchange.complete();
        }
        return completion;
    }

    @Test
    void keepsThePartialCompletionWhenTheExecutorRejectsATask() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        CompletionsClient client =
                client(CompletionsClient.builder().retries(RetrySettings.off()).executor(task -> {
                    if (tasks.size() == 1) {
                        throw new RejectedExecutionException("full");
                    }
                    task.run();
                }));
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        client.stream(Wire.REQUEST).subscribe(subscriber);
        FakeExchange exchange = transport.next();
        Wire.beginStream(exchange);
        exchange.data(Wire.chunk(0, "a"));

        tasks.add(() -> {});
        exchange.data(Wire.chunk(0, "b"));

        assertThat(subscriber.failure())
                .isInstanceOfSatisfying(
                        CallbackRejectedException.class,
                        failure -> assertThat(Objects.requireNonNull(failure.partial())
                                        .text())
                                .isEqualTo("a"));
        assertThat(exchange.isCancelled()).isTrue();
    }

    @Test
    void reportsATimeoutWhileCallbacksBlock() throws InterruptedException {
        CompletionsClient client = client(
                CompletionsClient.builder().retries(RetrySettings.off()).timeout(Timeout.TOTAL, Duration.ofSeconds(1)));
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            var unused = client.complete(Wire.REQUEST).whenComplete((completion, failure) -> {
                blocked.countDown();
                awaitUninterruptibly(release);
            });
        }
        CompletableFuture<Completion> other = client.complete(Wire.REQUEST);

        time.advance(Duration.ofSeconds(1));

        assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Failed.with(CallTimeoutException.class, other).timeout()).isEqualTo(Timeout.TOTAL);
        release.countDown();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void warnsOnceAboutACallbackThatBlocksAnIoThread() {
        try (LogCapture log = new LogCapture()) {
            CompletionsClient client = client(CompletionsClient.builder().retries(RetrySettings.off()));
            for (int i = 0; i < 2; i++) {
                RecordingSubscriber hog = new Hog();
                client.stream(Wire.REQUEST).subscribe(hog);
                FakeExchange exchange = transport.next();
                Wire.beginStream(exchange);
                exchange.data(Wire.chunk(0, "a"));
                exchange.data(Wire.chunk(0, "b"));
            }

            assertThat(log.messages())
                    .containsExactly(
                            Hog.class.getName() + " blocked an I/O thread for 300 ms and delayed other calls; give the"
                                    + " client an executor for callbacks, or hand the work to another thread");
        }
    }

    /** Verifies that warnings name the caller's code below each view of a stream, with and without an interceptor. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void namesTheCallersCodeBelowAView(boolean intercepted) {
        CompletionsClient.Builder builder = CompletionsClient.builder().retries(RetrySettings.off());
        if (intercepted) {
            builder.interceptor(new PassingInterceptor());
        }
        CompletionsClient client = client(builder);
        Consumer<Object> slow = given -> time.advance(Duration.ofMillis(300));
        Map<String, Consumer<CompletionStream>> views = Map.of(
                slow.getClass().getName(),
                stream -> {
                    var unused = stream.forEach(slow);
                },
                Hog.class.getName(),
                stream -> stream.subscribe(new Hog()),
                SlowTexts.class.getName(),
                stream -> stream.texts(0).subscribe(new SlowTexts()),
                "A stage of the future of collect()",
                stream -> {
                    var unused = stream.collect().thenAccept(slow);
                },
                "A stage of the future of firstChunk()",
                stream -> {
                    var unused = stream.firstChunk().thenAccept(slow);
                });
        views.forEach((name, view) -> {
            try (LogCapture log = new LogCapture()) {
                view.accept(client.stream(Wire.REQUEST));
                FakeExchange exchange = transport.next();
                Wire.beginStream(exchange);
                exchange.data(Wire.lastChunk(0, "a") + Wire.DONE);

                assertThat(log.messages()).singleElement().asString().startsWith(name + " blocked an I/O thread");
            }
        });
    }

    private static final class PassingInterceptor implements CompletionsInterceptor {

        @Override
        public Flow.Publisher<CompletionChunk> stream(CompletionRequest request, CallOptions options, Chain chain) {
            return chain.stream(request, options);
        }
    }

    private final class SlowTexts implements Flow.Subscriber<String> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String text) {
            time.advance(Duration.ofMillis(300));
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {
            // Nothing to do.
        }
    }

    @Test
    void warnsAboutACallbackThatDoesNotReturn() {
        try (LogCapture log = new LogCapture()) {
            CompletionsClient client = client(CompletionsClient.builder().retries(RetrySettings.off()));
            List<String> seenInside = new ArrayList<>();
            RecordingSubscriber hog = new RecordingSubscriber(Long.MAX_VALUE) {
                @Override
                public void onNext(CompletionChunk chunk) {
                    time.advance(Duration.ofSeconds(65));
                    seenInside.addAll(log.messages());
                }
            };
            client.stream(Wire.REQUEST).subscribe(hog);
            FakeExchange exchange = transport.next();
            Wire.beginStream(exchange);
            exchange.data(Wire.chunk(0, "a"));

            assertThat(seenInside).hasSize(1);
            assertThat(seenInside.get(0)).startsWith(hog.getClass().getName() + " blocked an I/O thread for ");
        }
    }

    @Test
    void doesNotWarnAboutACallbackOnAnExecutor() {
        try (LogCapture log = new LogCapture()) {
            CompletionsClient client = client(
                    CompletionsClient.builder().retries(RetrySettings.off()).executor(Runnable::run));
            client.stream(Wire.REQUEST).subscribe(new Hog());
            FakeExchange exchange = transport.next();
            Wire.beginStream(exchange);
            exchange.data(Wire.chunk(0, "a"));

            assertThat(log.messages()).isEmpty();
        }
    }

    private final class Hog extends RecordingSubscriber {

        Hog() {
            super(Long.MAX_VALUE);
        }

        @Override
        public void onNext(CompletionChunk chunk) {
            time.advance(Duration.ofMillis(300));
        }
    }

    private static final class LogCapture extends Handler implements AutoCloseable {

        private final Logger logger = Logger.getLogger("dev.completions4j");
        private final List<String> messages = new ArrayList<>();

        LogCapture() {
            logger.addHandler(this);
            logger.setUseParentHandlers(false);
        }

        List<String> messages() {
            return List.copyOf(messages);
        }

        @Override
        public void publish(LogRecord logged) {
            messages.add(new SimpleFormatter().formatMessage(logged));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
        }
    }
}
