// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the time to the first token in a fresh JVM, including class loading. */
@Command(
        name = "cold",
        mixinStandardHelpOptions = true,
        description = "Measures how long the first token of a fresh JVM takes, and fails if it exceeds its bound.")
final class ColdStart implements Callable<Integer> {

    private static final int JDK_WITH_AOT_CACHE = 25;

    @Option(
            names = "--rounds",
            paramLabel = "COUNT",
            defaultValue = "15",
            description = {"Number of JVMs per client; default: ${DEFAULT-VALUE}."})
    private int rounds;

    @Option(names = "--peers", description = "Include other libraries; requires the profile peers.")
    private boolean peers;

    @Option(
            names = "--aot",
            description = "Give each client an AOT cache of an earlier run; requires JDK " + JDK_WITH_AOT_CACHE + ".")
    private boolean aot;

    @Spec
    private @Nullable CommandSpec spec;

    /** The times of one client, in milliseconds. */
    private static final class Times {
        private final List<Double> fromMain = new ArrayList<>();
        private final List<Double> fromJvm = new ArrayList<>();
    }

    @Override
    public Integer call() throws Exception {
        if (aot && Runtime.version().feature() < JDK_WITH_AOT_CACHE) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "This is JDK " + Runtime.version().feature() + "; --aot requires JDK " + JDK_WITH_AOT_CACHE);
        }
        PrintWriter out = Terminal.of(spec);
        Path folder = Files.createTempDirectory("cold-start");
        Map<Client, Times> times;
        try {
            times = measure(peers ? Arrays.asList(Client.values()) : Group.PLAIN.clients(), folder);
        } finally {
            deleteAll(folder);
        }
        print(times, out);
        return Rows.check(Rows.COLD, Results.of(new Medians(measurements(times))), out);
    }

    private Map<Client, Times> measure(List<Client> clients, Path folder) throws IOException, InterruptedException {
        String classPath = JarClassPath.in(folder);
        Map<Client, Times> times = new EnumMap<>(Client.class);
        try (LoadServer server = new LoadServer(Protocol.HTTP_1, FirstChunk.WORKLOAD)) {
            String port = Integer.toString(server.port());
            Map<Client, List<String>> jvmOptions = new EnumMap<>(Client.class);
            for (Client client : clients) {
                times.put(client, new Times());
                jvmOptions.put(client, aot ? optionsWithCache(client, port, classPath, folder) : List.of());
            }
            for (int round = 0; round < rounds; round++) {
                for (Client client : clients) {
                    measure(
                            client,
                            port,
                            Objects.requireNonNull(jvmOptions.get(client)),
                            classPath,
                            Objects.requireNonNull(times.get(client)));
                }
            }
        }
        return times;
    }

    private static void measure(Client client, String port, List<String> jvmOptions, String classPath, Times times)
            throws IOException {
        try (ForkedJvm jvm = new ForkedJvm(jvmOptions, classPath, FirstChunk.class, client.name(), port)) {
            String[] millis = jvm.readResult().split(",", -1);
            times.fromMain.add(Double.valueOf(millis[0]));
            times.fromJvm.add(Double.valueOf(millis[1]));
        }
    }

    /** Makes an AOT cache in a run of the same program, and returns the option to use it. */
    private static List<String> optionsWithCache(Client client, String port, String classPath, Path folder)
            throws IOException, InterruptedException {
        Path cache = folder.resolve(client.name() + ".aot");
        List<String> training = List.of("-XX:AOTCacheOutput=" + cache);
        try (ForkedJvm jvm = new ForkedJvm(training, classPath, FirstChunk.class, client.name(), port)) {
            jvm.readResult();
            // The JVM writes the cache at its end.
            jvm.awaitEnd();
        }
        if (!Files.exists(cache)) {
            throw new IllegalStateException("The JVM wrote no AOT cache for " + client + "; see its output above");
        }
        return List.of("-XX:AOTCache=" + cache);
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private void print(Map<Client, Times> times, PrintWriter out) {
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

    private List<Measurement> measurements(Map<Client, Times> times) {
        Scenario scenario = aot ? Scenarios.COLD_AOT : Scenarios.COLD;
        return times.entrySet().stream()
                .map(each -> Measurement.ofFirstTokens(
                        scenario.name(), each.getKey(), Medians.median(each.getValue().fromMain)))
                .toList();
    }
}
