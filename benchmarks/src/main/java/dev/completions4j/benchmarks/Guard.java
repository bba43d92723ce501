// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Fails if a figure exceeds its bound; run it before a release. */
@Command(
        name = "guard",
        mixinStandardHelpOptions = true,
        description = "Measures what the guarded figures need, and fails if one of them exceeds its bound.")
final class Guard implements Callable<Integer> {

    @Option(names = "--long", description = "Check the figures that take long: the connect storm and 10,000 streams.")
    private boolean takesLong;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = {"Check only the rows whose names start with one of these prefixes."})
    private List<String> only = List.of("");

    @Mixin
    private RunOptions options = new RunOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Terminal.of(spec);
        List<Row> rows = (takesLong ? Rows.LONG : Rows.SHORT)
                .stream()
                        .filter(row -> only.stream().anyMatch(row.name()::startsWith))
                        .toList();
        if (rows.isEmpty()) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "The name of no row starts like --only " + only);
        }
        Results results = new Results(options.measure(plan(rows), 1, out), encodingRatios(rows));
        return Rows.check(rows, results, out);
    }

    private static Plan plan(List<Row> rows) {
        Plan plan = new Plan();
        for (Row row : rows) {
            row.figure().subjects().forEach(each -> plan.add(each.scenario(), List.of(each.client())));
        }
        return plan;
    }

    private static Map<String, Double> encodingRatios(List<Row> rows) throws RunnerException {
        List<String> prompts = rows.stream()
                .map(Row::figure)
                .filter(Figure.Encoding.class::isInstance)
                .map(figure -> ((Figure.Encoding) figure).prompt())
                .toList();
        return prompts.isEmpty() ? Map.of() : Encoding.ratios(prompts);
    }
}
