// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the cost of many concurrent streams, in memory and threads. */
@Command(
        name = "streams",
        mixinStandardHelpOptions = true,
        description = "Measures threads, memory and lag with many paced streams open at once, in one process.")
final class Streams implements Callable<Integer> {

    @Option(
            names = "--streams",
            paramLabel = "COUNT",
            split = ",",
            defaultValue = "100,2000,10000",
            description = {"Numbers of streams open at once; default: ${DEFAULT-VALUE}."})
    private List<Integer> counts = List.of();

    @Option(
            names = "--interval",
            paramLabel = "MS",
            defaultValue = "1000",
            description = {"Milliseconds between two tokens of a stream; default: ${DEFAULT-VALUE}."})
    private int intervalMillis;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = {"Seconds of the measurement; default: ${DEFAULT-VALUE}."})
    private int seconds;

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        List<Scenario> scenarios = counts.stream()
                .map(count -> Scenarios.paced(count, intervalMillis, 10, seconds))
                .toList();
        var unused = options.run(
                Plan.of(scenarios, List.of(Client.FLOOR, Client.OURS_NETTY, Client.OURS_JDK)), 1, Terminal.of(spec));
        return 0;
    }
}
