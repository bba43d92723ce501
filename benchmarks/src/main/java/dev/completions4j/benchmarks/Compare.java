// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares the clients. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compares this library with other clients and a bare Netty client, in bursts, paced and unary.")
final class Compare implements Callable<Integer> {

    @Option(names = "--quick", description = "Run few scenarios in one round, about five minutes.")
    private boolean quick;

    @Option(names = "--peers", description = "Include other libraries; requires the profile peers.")
    private boolean peers;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = {"Run only the scenarios whose names start with this prefix."})
    private String only = "";

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Terminal.of(spec);
        List<Scenario> scenarios = (quick ? Scenarios.quick() : Scenarios.full())
                .stream().filter(each -> each.name().startsWith(only)).toList();
        List<Client> clients = peers ? Arrays.asList(Client.values()) : Client.withoutPeers();
        var unused = options.run(scenarios, clients, quick ? 1 : 5, out);
        return 0;
    }
}
