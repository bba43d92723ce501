// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CallOptions;
import dev.completions4j.CallTimeoutException;
import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.Timeout;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests that calls are paced by the server's own rate limits. */
class PacingTest {

    private static final int CALLS = 10_000;
    private static final Duration STEP = Duration.ofMillis(10);

    private static final CallOptions BRIEF =
            CallOptions.builder().timeout(Timeout.TOTAL, STEP).build();

    private final ManualTime time = new ManualTime();
    private final FakeTransport transport = new FakeTransport();
    private final CompletionsClient client = CompletionsClient.builder()
            .baseUrl("http://localhost:8000")
            .transport(transport)
            .scheduler(time)
            .executor(Runnable::run)
            .maxQueued(CALLS)
            .paceByRateLimits(true)
            .build();

    /** A server with a rate limit, which responds with a delay. */
    private abstract class Limiter {

        private final Deque<FakeExchange> pending = new ArrayDeque<>();
        int refused;
        int answered;

        /** Returns true if the request is within the limit, and deducts it. */
        abstract boolean take(FakeExchange exchange);

        abstract String[] headers();

        void step() {
            while (transport.exchanges() > answered + pending.size()) {
                pending.add(transport.next());
            }
            // In reverse, so that responses overtake each other.
            while (!pending.isEmpty()) {
                FakeExchange exchange = pending.removeLast();
                answered++;
                if (take(exchange)) {
                    Responses.ok(exchange, headers());
                } else {
                    refused++;
                    Responses.error(exchange, 429, headers());
                }
            }
            time.advance(STEP);
        }
    }

    /** A limit that is restored completely every second. */
    private final class Window extends Limiter {

        private static final int LIMIT = 500;
        private long window = -1;
        private int left;

        @Override
        boolean take(FakeExchange exchange) {
            long now = time.nanoTime() / Duration.ofSeconds(1).toNanos();
            if (now != window) {
                window = now;
                left = LIMIT;
            }
            return left-- > 0;
        }

        @Override
        String[] headers() {
            long untilNext = 1000 - time.nanoTime() / 1_000_000 % 1000;
            return new String[] {
                "x-ratelimit-limit-requests", "" + LIMIT,
                "x-ratelimit-remaining-requests", "" + Math.max(0, left),
                "x-ratelimit-reset-requests", untilNext + "ms"
            };
        }
    }

    /** A limit that is restored continuously. */
    private final class Bucket extends Limiter {

        private static final long CAPACITY = 10_000;
        private static final double PER_NANO = CAPACITY / 1e9;
        private final long cost;
        private double level = CAPACITY;
        private long then;

        Bucket(long cost) {
            this.cost = cost;
        }

        @Override
        boolean take(FakeExchange exchange) {
            level = Math.min(CAPACITY, level + (time.nanoTime() - then) * PER_NANO);
            then = time.nanoTime();
            if (level < cost) {
                return false;
            }
            level -= cost;
            return true;
        }

        @Override
        String[] headers() {
            return new String[] {
                "x-ratelimit-limit-tokens", "" + CAPACITY,
                "x-ratelimit-remaining-tokens", "" + (long) level,
                "x-ratelimit-reset-tokens", (long) Math.ceil((CAPACITY - level) / PER_NANO / 1e6) + "ms"
            };
        }
    }

    private Duration drain(CompletionRequest request, Limiter limiter) {
        List<CompletableFuture<Completion>> calls = IntStream.range(0, CALLS)
                .mapToObj(i -> client.complete(request))
                .toList();
        long steps = 0;
        while (!calls.stream().allMatch(CompletableFuture::isDone)) {
            limiter.step();
            steps++;
            assertThat(steps).isLessThan(100_000);
        }
        assertThat(limiter.refused).isZero();
        assertThat(calls).noneMatch(CompletableFuture::isCompletedExceptionally);
        client.close();
        assertThat(time.pendingTasks()).isZero();
        return Duration.ofNanos(time.nanoTime());
    }

    @Test
    void sendsABurstAsFastAsTheRequestLimitAllows() {
        assertThat(drain(Wire.REQUEST, new Window())).isLessThan(Duration.ofSeconds(CALLS / Window.LIMIT + 2));
    }

    @Test
    void sendsABurstAsFastAsTheTokenLimitAllows() {
        CompletionRequest request = CompletionRequest.builder()
                .model("m")
                .prompt("a".repeat(300))
                .maxTokens(99)
                .build();
        long tokens = 200;
        Duration allowed = Duration.ofSeconds(CALLS * tokens / Bucket.CAPACITY);

        assertThat(drain(request, new Bucket(tokens)))
                .isLessThan(allowed.multipliedBy(11).dividedBy(10));
    }

    @Test
    void doesNotWaitWithoutLimits() {
        List<CompletableFuture<Completion>> calls = IntStream.range(0, 3)
                .mapToObj(i -> client.complete(Wire.REQUEST))
                .toList();
        assertThat(transport.exchanges()).isEqualTo(1);
        Responses.ok(transport.next());
        assertThat(transport.exchanges()).isEqualTo(3);
        Responses.ok(transport.next());
        Responses.ok(transport.next());

        assertThat(calls).allMatch(CompletableFuture::isDone);
        client.close();
    }

    @Test
    void continuesAfterAFirstCallWithoutResponse() {
        CompletableFuture<Completion> first = client.complete(Wire.REQUEST);
        CompletableFuture<Completion> second = client.complete(Wire.REQUEST);
        transport.next();
        first.cancel(false);
        Responses.ok(transport.next());

        assertThat(second).isCompleted();
        client.close();
    }

    private static void answer(FakeExchange exchange, int remaining, String reset) {
        Responses.ok(
                exchange,
                "x-ratelimit-limit-requests",
                "100",
                "x-ratelimit-remaining-requests",
                "" + remaining,
                "x-ratelimit-reset-requests",
                reset);
    }

    @Test
    void forgetsAUsedUpAllowanceAtItsResetEvenIfNoCallWaits() {
        CompletableFuture<Completion> first = client.complete(Wire.REQUEST);
        answer(transport.next(), 2, "10s");
        CompletableFuture<Completion> second = client.complete(Wire.REQUEST);
        CompletableFuture<Completion> slow = client.complete(Wire.REQUEST);
        answer(transport.next(), 0, "10s");
        time.advance(Duration.ofSeconds(12));
        answer(transport.next(), 99, "58s");
        CompletableFuture<Completion> next = client.complete(Wire.REQUEST);
        Responses.ok(transport.next());

        assertThat(List.of(first, second, slow, next)).allMatch(CompletableFuture::isDone);
        client.close();
        assertThat(time.pendingTasks()).isZero();
    }

    private static CompletionRequest costing(int tokens) {
        return CompletionRequest.builder()
                .model("m")
                .prompt("p")
                .maxTokens(tokens)
                .build();
    }

    private void leave(CompletionsClient paced, long tokens) {
        CompletableFuture<Completion> call = paced.complete(Wire.REQUEST);
        Responses.ok(
                transport.next(),
                "x-ratelimit-limit-tokens",
                "10000",
                "x-ratelimit-remaining-tokens",
                "" + tokens,
                "x-ratelimit-reset-tokens",
                "60s");
        assertThat(call).isCompleted();
    }

    @Test
    void admitsTheNextCallWhenTheFirstOfTheQueueIsCancelled() {
        leave(client, 1_000);
        CompletableFuture<Completion> big = client.complete(costing(5_000));
        CompletableFuture<Completion> small = client.complete(costing(10));
        assertThat(transport.exchanges()).isEqualTo(1);
        big.cancel(false);

        assertThat(transport.exchanges()).isEqualTo(2);
        Responses.ok(transport.next());
        assertThat(small).isCompleted();
        client.close();
        assertThat(time.pendingTasks()).isZero();
    }

    /** A client without an executor. The thread that advances the time stands for the timer's. */
    private CompletionsClient direct(BlockingQueue<Thread> keySuppliers) {
        return CompletionsClient.builder()
                .baseUrl("http://localhost:8000")
                .transport(transport)
                .scheduler(time)
                .paceByRateLimits(true)
                .apiKey(() -> {
                    keySuppliers.add(Thread.currentThread());
                    return "sk";
                })
                .build();
    }

    private void assertSentOnOtherThread(CompletableFuture<Completion> call, BlockingQueue<Thread> keySuppliers)
            throws InterruptedException {
        assertThat(keySuppliers.poll(20, TimeUnit.SECONDS)).isNotNull().isNotSameAs(Thread.currentThread());
        Responses.ok(transport.next(Duration.ofSeconds(20)));
        assertThat(call.orTimeout(20, TimeUnit.SECONDS).join()).isNotNull();
    }

    @Test
    void admitsNoCallOnTheTimersThreadWhenAnAttemptTimesOut() throws InterruptedException {
        BlockingQueue<Thread> keySuppliers = new LinkedBlockingQueue<>();
        try (CompletionsClient direct = direct(keySuppliers)) {
            CompletableFuture<Completion> unanswered = direct.complete(Wire.REQUEST, BRIEF);
            CompletableFuture<Completion> next = direct.complete(Wire.REQUEST);
            assertThat(keySuppliers.take()).isSameAs(Thread.currentThread());
            assertThat(transport.next().isCancelled()).isFalse();
            time.advance(STEP);

            Failed.with(CallTimeoutException.class, unanswered);
            assertSentOnOtherThread(next, keySuppliers);
        }
    }

    @Test
    void admitsNoCallOnTheTimersThreadWhenAWaitingOneTimesOut() throws InterruptedException {
        BlockingQueue<Thread> keySuppliers = new LinkedBlockingQueue<>();
        try (CompletionsClient direct = direct(keySuppliers)) {
            leave(direct, 1_000);
            assertThat(keySuppliers.take()).isSameAs(Thread.currentThread());
            CompletableFuture<Completion> waiting = direct.complete(costing(5_000), BRIEF);
            CompletableFuture<Completion> next = direct.complete(costing(10));
            time.advance(STEP);

            Failed.with(CallTimeoutException.class, waiting);
            assertSentOnOtherThread(next, keySuppliers);
        }
    }
}
