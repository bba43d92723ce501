// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Fails if this library's CPU time relative to a baseline has grown; run it before a release. */
@Command(
        name = "guard",
        mixinStandardHelpOptions = true,
        description = "Measures like compare --quick, and fails if this library uses more CPU than its bounds allow.")
final class Guard implements Callable<Integer> {

    /** The highest ratios measured plus up to a quarter, because single rounds vary. */
    private static final List<Bound> BOUNDS = List.of(
            new Bound("burst", Client.OURS_NETTY, Client.FLOOR, 2.4),
            new Bound("burst", Client.OURS_JDK, Client.BY_HAND, 0.36),
            new Bound("unary", Client.OURS_NETTY, Client.NETTY_JACKSON, 2.0),
            new Bound("unary", Client.OURS_JDK, Client.BY_HAND, 1.25),
            new Bound("paced", Client.OURS_NETTY, Client.FLOOR, 1.7),
            new Bound("paced", Client.OURS_JDK, Client.BY_HAND, 1.1));

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Terminal.of(spec);
        List<Client> clients =
                List.of(Client.FLOOR, Client.NETTY_JACKSON, Client.BY_HAND, Client.OURS_NETTY, Client.OURS_JDK);
        Medians medians = options.run(Scenarios.quick(), clients, 1, out);
        List<Bound> exceeded =
                BOUNDS.stream().filter(bound -> !bound.holds(medians)).toList();
        out.println();
        exceeded.forEach(bound -> out.println("Exceeded: " + bound));
        out.println(
                exceeded.isEmpty() ? "All ratios are within their bounds" : "Measure again before looking for a cause");
        return exceeded.isEmpty() ? 0 : 1;
    }
}
