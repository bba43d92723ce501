// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.RetrySettings;
import dev.completions4j.spi.Scheduler;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.RequestProgress;
import dev.completions4j.transport.ResponseHandler;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportException;
import dev.completions4j.transport.TransportInfo;
import dev.completions4j.transport.TransportRequest;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Verifies that an ended call retains no prompt, even if a part of the call is still referenced: the handler by the
 * transport, a cancelled task by the scheduler, or the future by the caller.
 */
class RetainedMemoryTest {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final FakeTransport transport = new FakeTransport();
    private final List<Object> kept = new ArrayList<>();
    private final CompletionsClient client = CompletionsClient.builder()
            .retries(RetrySettings.off())
            .baseUrl("http://localhost:8000")
            .transport(new KeepingTransport(transport, kept))
            .scheduler(new KeepingScheduler(kept))
            .build();

    @AfterEach
    void close() {
        client.close();
    }

    private record KeepingTransport(FakeTransport transport, List<Object> kept) implements Transport {

        @Override
        public TransportInfo info() {
            return transport.info();
        }

        @Override
        @SuppressWarnings("NullAway") // Javac 17 does not read the overridden @Nullable from the class file.
        public CompletableFuture<@Nullable Void> shutdown(Duration grace) {
            return transport.shutdown(grace);
        }

        @Override
        public void send(TransportRequest request, ResponseHandler handler) {
            kept.add(handler);
            transport.send(request, handler);
        }
    }

    /** Never runs a task, and keeps them all. */
    private record KeepingScheduler(List<Object> kept) implements Scheduler {

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Task schedule(Runnable task, Duration delay) {
            kept.add(task);
            return () -> {};
        }
    }

    /** The ways in which a call ends. */
    enum Ending {
        COMPLETED {
            @Override
            void end(FakeExchange exchange, CompletableFuture<?> completion) {
                Wire.answer(exchange, 200, Wire.DOCUMENTED);
            }
        },
        ERROR {
            @Override
            void end(FakeExchange exchange, CompletableFuture<?> completion) {
                Wire.answer(exchange, 500, "{}");
            }
        },
        CONNECTION_LOST {
            @Override
            void end(FakeExchange exchange, CompletableFuture<?> completion) {
                exchange.fail(TransportException.Kind.RESET, RequestProgress.MAYBE_SENT);
            }
        },
        CANCELLED {
            @Override
            void end(FakeExchange exchange, CompletableFuture<?> completion) {
                completion.cancel(false);
            }
        },
        CANCELLED_IN_THE_BODY {
            @Override
            void end(FakeExchange exchange, CompletableFuture<?> completion) {
                exchange.head(200, "application/json");
                exchange.data("{");
                completion.cancel(false);
            }
        };

        abstract void end(FakeExchange exchange, CompletableFuture<?> completion);
    }

    private static CompletionRequest request() {
        return CompletionRequest.builder()
                .model("m")
                .prompt("a prompt that is masked in messages")
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void aCompletionRetainsNoRequest(Ending ending) {
        CompletionRequest request = request();
        CompletableFuture<Completion> completion = client.complete(request);
        CompletableFuture<String> derived = completion.thenApply(Completion::text);
        WeakReference<CompletionRequest> reference = new WeakReference<>(request);
        request = null;

        ending.end(transport.next(), completion);

        assertThat(completion).isDone();
        try {
            assertCollected(reference);
        } finally {
            Reference.reachabilityFence(derived);
            Reference.reachabilityFence(completion);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCollectedStreamRetainsNoRequest(Ending ending) {
        CompletionRequest request = request();
        CompletableFuture<Completion> completion = client.stream(request).collect();
        WeakReference<CompletionRequest> reference = new WeakReference<>(request);
        request = null;

        ending.end(transport.next(), completion);

        assertThat(completion).isDone();
        try {
            assertCollected(reference);
        } finally {
            Reference.reachabilityFence(completion);
        }
    }

    private void assertCollected(WeakReference<CompletionRequest> reference) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (reference.get() != null && System.nanoTime() < deadline) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(reference.get()).isNull();
        assertThat(kept).isNotEmpty();
    }
}
