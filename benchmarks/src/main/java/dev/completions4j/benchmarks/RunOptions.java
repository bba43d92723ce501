// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options shared by all commands that measure. */
final class RunOptions {

    @Option(
            names = "--client",
            paramLabel = "NAME",
            split = ",",
            description = {"Only these clients: ${COMPLETION-CANDIDATES}."})
    private @Nullable List<Client> clients;

    @Option(
            names = "--rounds",
            paramLabel = "COUNT",
            description = {"Number of measurements of each client in each scenario."})
    private @Nullable Integer rounds;

    @Option(
            names = "--jvm-option",
            paramLabel = "OPTION",
            description = {"An option for the clients' JVMs, such as -XX:+UseZGC; may be repeated."})
    private List<String> jvmOptions = List.of();

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = {"File to write all measurements to."})
    private @Nullable Path csv;

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = {"File to write a chart of the medians to, as SVG."})
    private @Nullable Path chart;

    /** Measures, prints the medians and the figures that are guarded, and writes the files that were requested. */
    Medians run(Plan plan, int defaultRounds, PrintWriter out) throws IOException {
        Medians medians = measure(plan, defaultRounds, out);
        Rows.print(Results.of(medians), out);
        return medians;
    }

    /** Measures, prints the medians, and writes the files that were requested. */
    Medians measure(Plan plan, int defaultRounds, PrintWriter out) throws IOException {
        Plan chosen = clients == null ? plan : plan.filtered(clients::contains);
        List<Measurement> measurements =
                new Rounds(jvmOptions, rounds == null ? defaultRounds : rounds, out).run(chosen);
        Medians medians = new Medians(measurements);
        new Report(medians).print(out);
        if (csv != null) {
            Files.write(
                    csv,
                    Stream.concat(
                                    Stream.of(Measurement.CSV_HEADER),
                                    measurements.stream().map(Measurement::toCsv))
                            .toList());
        }
        if (chart != null) {
            Files.writeString(chart, new Chart(medians).svg());
        }
        return medians;
    }
}
