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

/** Fails if a client of ours costs more, beside another one, than it did: to be run before a release. */
@Command(
        name = "guard",
        mixinStandardHelpOptions = true,
        description = "Measures as compare --quick does, and fails if this library costs more than it should.")
final class Guard implements Callable<Integer> {

    /** The most that was measured, and up to a quarter more, since single rounds differ. */
    private static final List<Bound> BOUNDS = List.of(
            new Bound("burst", Client.OURS_NETTY, Client.FLOOR, 2.4),
            new Bound("burst", Client.OURS_JDK, Client.BY_HAND, 0.2),
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
        List<Bound> broken =
                BOUNDS.stream().filter(bound -> !bound.isKept(medians)).toList();
        out.println();
        broken.forEach(bound -> out.println("Too much: " + bound));
        out.println(broken.isEmpty() ? "All ratios are as they should be" : "Measure again before you look for it");
        return broken.isEmpty() ? 0 : 1;
    }
}
