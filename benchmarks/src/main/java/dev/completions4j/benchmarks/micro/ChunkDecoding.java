// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.completions4j.CompletionChunk;
import dev.completions4j.CompletionRequest;
import dev.completions4j.ResponseInfo;
import dev.completions4j.benchmarks.DatabindChunk;
import dev.completions4j.core.internal.json.PaddedBytes;
import dev.completions4j.core.internal.response.ChunkDecoder;
import dev.completions4j.core.internal.response.ClientDecoders;
import dev.completions4j.core.internal.response.StreamDecoders;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Decoding events into chunks: by prediction, by the parser, and by databind. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChunkDecoding {

    private static final int CHUNKS = 256;

    @Param
    public ChunkKind kind = ChunkKind.TEXT;

    private final byte[][] chunks = new byte[CHUNKS][];
    private final PaddedBytes[] events = new PaddedBytes[CHUNKS];
    private final StreamDecoders stream =
            new ClientDecoders().of(CompletionRequest.builder().model("any").build());
    private final ChunkDecoder parser = stream.ofChunks(ResponseInfo.unknown(), 0);
    private final ChunkDecoder predictor = stream.ofChunks(ResponseInfo.unknown());

    @Setup
    public void fill() {
        for (int i = 0; i < CHUNKS; i++) {
            String chunk = kind.chunk(i);
            chunks[i] = chunk.getBytes(UTF_8);
            byte[] event = ("data: " + chunk + "\n\n").getBytes(UTF_8);
            events[i] = PaddedBytes.copyOf(ByteBuffer.wrap(event));
        }
    }

    /** As in a stream: by prediction if the event resembles earlier ones, otherwise by the parser. */
    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public void predicted(Blackhole blackhole) {
        for (int i = 0; i < CHUNKS; i++) {
            events[i].position(0);
            CompletionChunk predicted = predictor.next(events[i]);
            if (predicted == null) {
                if (predictor.read(chunks[i], chunks[i].length) != null) {
                    throw new IllegalStateException("The decoder mistook a chunk for an error");
                }
                predicted = predictor.chunk();
            }
            blackhole.consume(predicted);
        }
    }

    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public void fullParser(Blackhole blackhole) {
        for (byte[] chunk : chunks) {
            if (parser.read(chunk, chunk.length) != null) {
                throw new IllegalStateException("The decoder mistook a chunk for an error");
            }
            blackhole.consume(parser.chunk());
        }
    }

    @Benchmark
    @OperationsPerInvocation(CHUNKS)
    public void databind(Blackhole blackhole) {
        for (byte[] chunk : chunks) {
            blackhole.consume(DatabindChunk.read(chunk));
        }
    }
}
