// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the time to the first token in a fresh JVM, including class loading. */
@Command(
        name = "cold",
        mixinStandardHelpOptions = true,
        description = "Measures how long the first token of a fresh JVM takes.")
final class ColdStart implements Callable<Integer> {

    @Option(
            names = "--rounds",
            paramLabel = "COUNT",
            defaultValue = "15",
            description = {"Number of JVMs per client; default: ${DEFAULT-VALUE}."})
    private int rounds;

    @Option(names = "--peers", description = "Include other libraries; requires the profile peers.")
    private boolean peers;

    @Spec
    private @Nullable CommandSpec spec;

    /** The times of one client, in milliseconds. */
    private static final class Times {
        private final List<Double> fromMain = new ArrayList<>();
        private final List<Double> fromJvm = new ArrayList<>();
    }

    @Override
    public Integer call() throws Exception {
        List<Client> clients = peers ? Arrays.asList(Client.values()) : Client.withoutPeers();
        Map<Client, Times> times = new EnumMap<>(Client.class);
        try (LoadServer server = new LoadServer(FirstChunk.WORKLOAD)) {
            for (int round = 0; round < rounds; round++) {
                for (Client client : clients) {
                    measure(client, server.port(), times.computeIfAbsent(client, absent -> new Times()));
                }
            }
        }
        print(times, Terminal.of(spec));
        return 0;
    }

    private static void measure(Client client, int port, Times times) throws IOException {
        try (ForkedJvm jvm = new ForkedJvm(List.of(), FirstChunk.class, client.name(), Integer.toString(port))) {
            String[] millis = jvm.readResult().split(",", -1);
            times.fromMain.add(Double.valueOf(millis[0]));
            times.fromJvm.add(Double.valueOf(millis[1]));
        }
    }

    private static void print(Map<Client, Times> times, PrintWriter out) {
        double byHand = Medians.median(Objects.requireNonNull(times.get(Client.BY_HAND)).fromMain);
        out.println("| client | first token, ms from main | from JVM start | × by hand |");
        out.println("|---|---:|---:|---:|");
        times.forEach((client, each) -> out.println(String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.2f |",
                client.label(),
                Medians.median(each.fromMain),
                Medians.median(each.fromJvm),
                Medians.median(each.fromMain) / byHand)));
    }
}
