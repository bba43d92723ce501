// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.benchmarks.SampleEvents;
import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.core.internal.sse.SseDecoder;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decoding bytes into events. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EventDecoding {

    private static final int EVENTS = 256;
    private static final int MAX_EVENT_BYTES = 4 * 1024 * 1024;

    private PaddedBytes bytes = new PaddedBytes(0);

    @Setup
    public void fill() {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < EVENTS; i++) {
            events.append("data: ").append(SampleEvents.chunk(i)).append("\n\n");
        }
        bytes = PaddedBytes.copyOf(ByteBuffer.wrap(events.toString().getBytes(UTF_8)));
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int decode() {
        SseDecoder decoder = new SseDecoder(MAX_EVENT_BYTES);
        bytes.position(0);
        int length = 0;
        while (decoder.next(bytes)) {
            length += decoder.dataLength();
        }
        return length;
    }
}
