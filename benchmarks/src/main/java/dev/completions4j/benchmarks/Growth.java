// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures how the cost of a token depends on the number of tokens and their size. */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        description = "Measures bursts with more and fewer streams, longer streams, larger events, more choices,"
                + " logprobs and all other details.")
final class Growth implements Callable<Integer> {

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var unused = options.run(
                Plan.of(
                        Scenarios.growth(),
                        List.of(Client.FLOOR, Client.NETTY_JACKSON, Client.OURS_NETTY, Client.OURS_JDK)),
                1,
                Terminal.of(spec));
        return 0;
    }
}
