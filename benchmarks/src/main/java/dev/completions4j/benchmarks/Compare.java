// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares the clients. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compares this library with other clients and a bare Netty client.")
final class Compare implements Callable<Integer> {

    @Option(
            names = "--group",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "PLAIN",
            description = {"The scenarios: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}."})
    private List<Group> groups = List.of();

    @Option(names = "--quick", description = "Run one round of short scenarios, about five minutes.")
    private boolean quick;

    @Option(names = "--peers", description = "Include other libraries; requires the profile peers.")
    private boolean peers;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = {"Run only the scenarios whose names start with one of these prefixes."})
    private List<String> only = List.of("");

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Terminal.of(spec);
        Plan plan = new Plan();
        for (Group group : groups) {
            for (Scenario scenario : quick || group != Group.PLAIN ? group.scenarios() : Scenarios.full()) {
                if (only.stream().anyMatch(scenario.name()::startsWith)) {
                    plan.add(scenario, peers ? group.clientsAndPeers() : group.clients());
                }
            }
        }
        if (plan.scenarios().isEmpty()) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "The name of no scenario starts like --only " + only);
        }
        var unused = options.run(plan, quick ? 1 : 5, out);
        return 0;
    }
}
