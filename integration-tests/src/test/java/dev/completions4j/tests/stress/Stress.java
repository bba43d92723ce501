// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.stress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Repeats the suites that use sockets on a busy machine, and reports which tests failed; see CONTRIBUTING.md.
 *
 * <p>Each suite has its own JVM, whose output is in the directory of the results. Concurrent JVMs are each other's
 * load; if there are fewer than configured, or only one, a busy thread runs on each core.
 */
final class Stress {

    private static final String ROW = "%-34s %6s %8s %9s %8s%n";

    /** The result of a completed suite. */
    private record Row(String suite, SuiteResult result, long seconds) {}

    private final int runs;
    private final int jvms;
    private final Path results;
    private final List<String> jvmOptions;

    private Stress(int runs, int jvms, Path results, List<String> jvmOptions) {
        this.runs = runs;
        this.jvms = jvms;
        this.results = results;
        this.jvmOptions = jvmOptions;
    }

    /**
     * Arguments: the number of runs, the number of concurrent JVMs, the directory for results, the options of the JVMs
     * separated by spaces, and the suites; see {@link SocketSuites#named}.
     */
    public static void main(String[] arguments) throws Exception {
        Stress stress = new Stress(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Path.of(arguments[2]),
                List.of(arguments[3].split(" ")));
        List<String> suites = SocketSuites.named(arguments.length > 4 ? arguments[4] : "");
        System.exit(stress.run(suites) ? 0 : 1);
    }

    /** Prints the row of each suite when it has ended, followed by its failed tests; returns false if there are any. */
    private boolean run(List<String> suites) throws IOException, InterruptedException, ExecutionException {
        Files.createDirectories(results);
        print(
                "Java %s, %d runs of each of %d suites, JVMs side by side: %d%n",
                Runtime.version().feature(), runs, suites.size(), jvms);
        print(ROW, "suite", "runs", "tests", "failures", "seconds");
        List<String> failing = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(jvms);
        try {
            CompletionService<Row> rows = new ExecutorCompletionService<>(pool);
            suites.forEach(suite -> rows.submit(() -> repeat(suite)));
            for (int left = suites.size(); left > 0; left--) {
                if (jvms == 1 || left < jvms) {
                    CpuLoad.begin();
                }
                Row row = rows.take().get();
                print(row);
                if (row.result().failures() > 0) {
                    failing.add(SocketSuites.simpleName(row.suite()));
                }
            }
        } finally {
            pool.shutdownNow();
        }
        print("Suites with failures: %s; the output of each suite is in %s%n", failing, results);
        return failing.isEmpty();
    }

    private Row repeat(String suite) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Path file = results.resolve(SocketSuites.simpleName(suite) + ".tsv");
        Path log = results.resolve(SocketSuites.simpleName(suite) + ".log");
        Files.deleteIfExists(file);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        command.addAll(List.of(RepeatedSuite.class.getName(), suite, Integer.toString(runs), file.toString()));
        ProcessBuilder jvm =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        jvm.environment().keySet().removeAll(List.of("OPENAI_API_KEY", "OPENAI_BASE_URL"));
        int status = jvm.start().waitFor();
        SuiteResult result = SuiteResult.read(file);
        if (status != 0 || result.runs() < runs) {
            result.addFailure("the JVM", "ended with status " + status + " after " + result.runs() + " runs");
        }
        if (result.tests() == 0) {
            result.addFailure("the suite", "has no test that could run");
        }
        if (Files.readString(log, ISO_8859_1).contains("LEAK:")) {
            result.addFailure("Netty", "reported a leaked buffer");
        }
        return new Row(suite, result, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }

    private static void print(Row row) {
        SuiteResult result = row.result();
        print(
                ROW,
                SocketSuites.simpleName(row.suite()),
                result.runs(),
                result.tests(),
                result.failures(),
                row.seconds());
        result.failingTests().forEach(line -> print("    %s%n", line));
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
        System.out.flush();
    }
}
