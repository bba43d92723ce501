// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Measures clients in turn, each time in a fresh JVM, against one server per scenario. */
final class Rounds {

    private static final List<String> SERVER_OPTIONS = List.of("-Xmx1g");

    /** Enough memory for the streams of any client; the same for all. */
    private static final List<String> CLIENT_OPTIONS = List.of("-Xms2g", "-Xmx2g");

    private final List<String> clientOptions;
    private final int rounds;
    private final PrintWriter log;

    /**
     * @param clientOptions additional JVM options for the clients
     * @param log receives each measurement as it is made
     */
    Rounds(List<String> clientOptions, int rounds, PrintWriter log) {
        this.clientOptions = new ArrayList<>(CLIENT_OPTIONS);
        this.clientOptions.addAll(clientOptions);
        this.rounds = rounds;
        this.log = log;
    }

    List<Measurement> run(Plan plan) throws IOException {
        List<Measurement> all = new ArrayList<>();
        log.println(Measurement.CSV_HEADER);
        for (Scenario scenario : plan.scenarios()) {
            try (ForkedJvm server = new ForkedJvm(SERVER_OPTIONS, Benchmarks.class, "serve", scenario.format())) {
                String port = server.readResult();
                for (int round = 0; round < rounds; round++) {
                    for (Client client : plan.clients(scenario)) {
                        all.add(measure(scenario, client, port));
                    }
                }
            }
        }
        return all;
    }

    private Measurement measure(Scenario scenario, Client client, String port) throws IOException {
        try (ForkedJvm jvm =
                new ForkedJvm(clientOptions, Benchmarks.class, "drive", scenario.format(), client.name(), port)) {
            String line = jvm.readResult();
            log.println(line);
            return Measurement.ofCsv(line);
        }
    }
}
