// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares the batch runner with loops that do the same by hand. */
@Command(
        name = "batch",
        mixinStandardHelpOptions = true,
        description =
                "Compares the batch runner with a bare loop over the client, and with openai-java on the same file.")
final class BatchCompare implements Callable<Integer> {

    @Option(names = "--peers", description = "Include openai-java; requires the profile peers.")
    private boolean peers;

    @Option(
            names = "--way",
            paramLabel = "NAME",
            split = ",",
            description = {"Only these ways: ${COMPLETION-CANDIDATES}."})
    private @Nullable List<BatchWay> ways;

    @Option(
            names = "--jvm-option",
            paramLabel = "OPTION",
            description = {"An option for the JVMs of the ways, such as -XX:+UseZGC; may be repeated."})
    private List<String> jvmOptions = List.of();

    @Option(names = "--rounds", paramLabel = "COUNT", description = "Number of measurements of each way.")
    private int rounds = 3;

    @Option(names = "--requests", paramLabel = "COUNT", description = "Number of requests in the file.")
    private int requests = 20_000;

    @Option(
            names = "--answer-millis",
            paramLabel = "MILLIS",
            description = "How long the server takes for an answer; 0, the default, for none.")
    private int answerMillis;

    @Option(names = "--seconds", paramLabel = "SECONDS", description = "Shortest duration of a measurement.")
    private int seconds = 5;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Terminal.of(spec);
        Path directory = Files.createTempDirectory("batch-benchmark");
        Path input = writeInput(directory.resolve("requests.jsonl"));
        List<BatchMeasurement> all = new ArrayList<>();
        out.println(BatchMeasurement.CSV_HEADER);
        try {
            for (int round = 0; round < rounds; round++) {
                for (BatchWay way : measured()) {
                    all.add(measure(way, input, out));
                }
            }
        } finally {
            Files.delete(input);
            Files.delete(directory);
        }
        report(all, out);
        return 0;
    }

    private List<BatchWay> measured() {
        return Arrays.stream(BatchWay.values())
                .filter(way -> ways == null ? peers || way != BatchWay.OPENAI_JAVA : ways.contains(way))
                .toList();
    }

    private Path writeInput(Path file) throws IOException {
        List<String> lines = IntStream.range(0, requests)
                .mapToObj(i -> "{\"custom_id\":\"request-" + i
                        + "\",\"method\":\"POST\",\"url\":\"/v1/completions\",\"body\":{\"model\":\""
                        + RequestBody.MODEL
                        + "\",\"prompt\":\"" + RequestBody.PROMPT + "\"}}")
                .toList();
        return Files.write(file, lines);
    }

    private BatchMeasurement measure(BatchWay way, Path input, PrintWriter out) throws IOException {
        Workload workload = way.workload().after(answerMillis);
        Scenario served =
                new Scenario("batch", Load.CLOSED_LOOP, Protocol.HTTP_1, workload, BatchWay.CONCURRENCY, 0, 0, 0);
        try (ForkedJvm server = new ForkedJvm(List.of("-Xmx1g"), Benchmarks.class, "serve", served.format());
                ForkedJvm jvm = new ForkedJvm(
                        Stream.concat(Stream.of("-Xms1g", "-Xmx1g"), jvmOptions.stream())
                                .toList(),
                        Benchmarks.class,
                        "batch-drive",
                        way.name(),
                        server.readResult(),
                        input.toString(),
                        Integer.toString(requests),
                        Integer.toString(seconds))) {
            String line = jvm.readResult();
            out.println(line);
            return BatchMeasurement.ofCsv(line);
        }
    }

    private static void report(List<BatchMeasurement> all, PrintWriter out) {
        double loopPerSecond = median(all, BatchWay.LOOP, BatchMeasurement::perSecond);
        out.println();
        out.println("| way | CPU per request | requests per second | of the bare loop |");
        out.println("|---|---:|---:|---:|");
        for (BatchWay way : BatchWay.values()) {
            if (all.stream().anyMatch(each -> each.way() == way)) {
                double perSecond = median(all, way, BatchMeasurement::perSecond);
                out.printf(
                        Locale.ROOT,
                        "| %s | %.1f µs | %,.0f | %.2f |%n",
                        way.label(),
                        median(all, way, BatchMeasurement::cpuMicros),
                        perSecond,
                        perSecond / loopPerSecond);
            }
        }
    }

    private static double median(List<BatchMeasurement> all, BatchWay way, ToDoubleFunction<BatchMeasurement> value) {
        double[] sorted = all.stream()
                .filter(each -> each.way() == way)
                .mapToDouble(value)
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
