// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.benchmarks.SampleEvents;
import dev.completions4j.testkit.transport.FakeExchange;
import dev.completions4j.testkit.transport.FakeTransport;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Delivering a transport's buffers to a subscriber as chunks: all of core, without a network. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StreamDelivery {

    private static final int CHUNKS = 1024;

    /** The number of events in each of the transport's buffers. */
    @Param({"1", "64"})
    public int eventsPerBuffer = 1;

    /** The number of chunks that the subscriber requests at a time; 0 for unbounded demand. */
    @Param({"0", "1"})
    public int demand;

    private final FakeTransport transport = new FakeTransport();
    private final CompletionsClient client = CompletionsClient.builder()
            .baseUrl("http://127.0.0.1/v1")
            .transport(transport)
            .build();
    private final CompletionRequest request =
            CompletionRequest.builder().model("any").prompt("Once upon a time").build();

    private byte[][] buffers = new byte[0][];

    @Setup
    public void fill() {
        buffers = new byte[CHUNKS / eventsPerBuffer][];
        for (int i = 0; i < buffers.length; i++) {
            StringBuilder events = new StringBuilder();
            for (int k = 0; k < eventsPerBuffer; k++) {
                events.append("data: ")
                        .append(SampleEvents.chunk(i * eventsPerBuffer + k))
                        .append("\n\n");
            }
            buffers[i] = events.toString().getBytes(UTF_8);
        }
    }

    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public int deliver() {
        Subscriber subscriber = new Subscriber(demand == 0 ? Long.MAX_VALUE : demand);
        client.stream(request).subscribe(subscriber);
        FakeExchange exchange = transport.next();
        exchange.head(200, "text/event-stream");
        for (byte[] buffer : buffers) {
            exchange.data(buffer);
        }
        exchange.data("data: [DONE]\n\n");
        exchange.complete();
        if (subscriber.chunks != CHUNKS || !subscriber.completed) {
            throw new IllegalStateException("Received " + subscriber.chunks + " chunks");
        }
        return subscriber.length;
    }

    @TearDown
    public void close() {
        client.close();
        transport.close();
    }

    private static final class Subscriber implements Flow.Subscriber<CompletionChunk> {

        private final long demand;
        private Flow.@Nullable Subscription subscription;
        private int chunks;
        private int length;
        private boolean completed;

        Subscriber(long demand) {
            this.demand = demand;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(demand);
        }

        @Override
        public void onNext(CompletionChunk chunk) {
            chunks++;
            length += chunk.text().length();
            if (subscription != null && demand != Long.MAX_VALUE) {
                subscription.request(demand);
            }
        }

        @Override
        public void onError(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }
}
