// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks.micro;

import dev.completions4j.CallOptions;
import dev.completions4j.CompletionRequest;
import dev.completions4j.Prompt;
import dev.completions4j.ServerProfile;
import dev.completions4j.core.internal.request.CompletionsEndpoint;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Validating a request and encoding it as JSON. The heap has its final size and has been touched: otherwise, the first access
 * to each new page costs ten times as much as a copy.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public class RequestEncoding {

    private static final int TOKENS = 100_000;
    private static final int TEXT_BYTES = 1024 * 1024;

    /**
     * The prompt: short, 100,000 tokens of six digits or of one to six, or a megabyte of text: in English, lines of 83 bytes
     * with two quotes, lines of 16 bytes, in Latin-1, in Cyrillic, and in Chinese.
     */
    @Param({"short", "tokens", "mixed tokens", "prose", "ascii", "umlauts", "cyrillic", "chinese"})
    public String prompt = "short";

    private final CompletionsEndpoint endpoint =
            new CompletionsEndpoint(ServerProfile.compatible(), CallOptions.none());

    private CompletionRequest request = CompletionRequest.builder().model("any").build();
    private byte[] encoded = new byte[0];

    @Setup
    public void fill() {
        request = CompletionRequest.builder()
                .model("gpt-3.5-turbo-instruct")
                .maxTokens(256)
                .temperature(0.7)
                .prompt(promptOf(prompt))
                .build();
        ByteBuffer body = encode();
        encoded = new byte[body.remaining()];
        body.get(encoded);
    }

    private static Prompt promptOf(String kind) {
        return switch (kind) {
            case "tokens" -> Prompt.ofTokens(IntStream.range(TOKENS, 2 * TOKENS).toArray());
            case "mixed tokens" -> Prompt.ofTokens(mixedTokens());
            case "prose" ->
                Prompt.of("The old man said: \"It was a dark and stormy night, and the rain fell in torrents\".\n"
                        .repeat(TEXT_BYTES / 83));
            case "ascii" -> Prompt.of("0123456789abcde\n".repeat(TEXT_BYTES / 16));
            case "umlauts" -> Prompt.of("Gr\u00fc\u00dfe aus K\u00f6ln ".repeat(TEXT_BYTES / 18));
            case "cyrillic" ->
                Prompt.of("\u041f\u0440\u0438\u0432\u0435\u0442 \u043c\u0438\u0440 ".repeat(TEXT_BYTES / 20));
            case "chinese" -> Prompt.of("\u6d77\u4e0a\u751f\u660e\u6708\uff0c".repeat(TEXT_BYTES / 18));
            default -> Prompt.of("Once upon a time");
        };
    }

    /** Returns ids of which as many have two digits as three, and so on, in random order. */
    private static int[] mixedTokens() {
        return new Random(1)
                .doubles(TOKENS, Math.log(1), Math.log(200_000))
                .mapToInt(logarithm -> (int) Math.exp(logarithm))
                .toArray();
    }

    @Benchmark
    public ByteBuffer encode() {
        return endpoint.streamed(request, CallOptions.none()).body();
    }

    /** The baseline: a copy of the same bytes. */
    @Benchmark
    public byte[] copy() {
        return encoded.clone();
    }
}
