// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.RecordingSubscriber;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the race between the thread that delivers data and threads that request it. */
class ConcurrentDemandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CHUNKS = 6_000;
    private static final int CHUNKS_PER_BUFFER = 3;

    @Test
    void neitherLosesNorReordersChunks() {
        FakeTransport transport = new FakeTransport();
        try (CompletionsClient client = Wire.client(transport)) {
            RecordingSubscriber subscriber = new RecordingSubscriber(0);
            client.stream(Wire.REQUEST).subscribe(subscriber);
            FakeExchange exchange = transport.next();
            Wire.beginStream(exchange);

            // One thread each: the common pool may have fewer than are needed at the same time.
            Executor threads = task -> new Thread(task, "concurrent-demand").start();
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(() -> serve(exchange), threads),
                            CompletableFuture.runAsync(() -> requestHalf(subscriber), threads),
                            CompletableFuture.runAsync(() -> requestHalf(subscriber), threads))
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();

            assertThat(subscriber.failure()).isNull();
            assertThat(subscriber.texts())
                    .isEqualTo(
                            IntStream.range(0, CHUNKS).mapToObj(String::valueOf).toList());
        }
    }

    private static void requestHalf(RecordingSubscriber subscriber) {
        for (int asked = 0; asked < CHUNKS / 2; asked++) {
            subscriber.request(1);
        }
    }

    private static void serve(FakeExchange exchange) {
        StringBuilder buffer = new StringBuilder();
        for (int i = 0; i < CHUNKS; i++) {
            buffer.append(i == CHUNKS - 1 ? Wire.lastChunk(0, String.valueOf(i)) : Wire.chunk(0, String.valueOf(i)));
            if (i % CHUNKS_PER_BUFFER == CHUNKS_PER_BUFFER - 1 || i == CHUNKS - 1) {
                awaitDemand(exchange);
                exchange.data(buffer.toString());
                buffer.setLength(0);
            }
        }
        exchange.complete();
    }

    private static void awaitDemand(FakeExchange exchange) {
        try {
            assertThat(exchange.awaitDemand(PATIENCE)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
