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

/** Measures what the number of event loops does to CPU time and delay. */
@Command(
        name = "loops",
        mixinStandardHelpOptions = true,
        description = "Measures bursts, completions and paced streams with several numbers of event loops.")
final class Loops implements Callable<Integer> {

    @Option(
            names = "--loops",
            paramLabel = "COUNT",
            split = ",",
            defaultValue = "1,2,4",
            description = {"Numbers of event loops; default: ${DEFAULT-VALUE}."})
    private List<Integer> counts = List.of();

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var unused = options.run(
                Plan.of(Scenarios.eventLoops(counts), List.of(Client.FLOOR, Client.OURS_NETTY)), 1, Terminal.of(spec));
        return 0;
    }
}
