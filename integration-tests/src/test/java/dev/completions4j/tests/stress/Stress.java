// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.stress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Repeats the suites that use sockets beside a busy thread for each core, and reports which tests failed; see
 * CONTRIBUTING.md.
 *
 * <p>Each suite has a JVM of its own, whose output is in the directory of the results.
 */
final class Stress {

    private static final String ROW = "%-34s %6s %8s %9s %8s%n";

    private final int runs;
    private final Path results;

    private Stress(int runs, Path results) {
        this.runs = runs;
        this.results = results;
    }

    /** Arguments: the number of runs, the directory for results, and the suites; see {@link SocketSuites#named}. */
    public static void main(String[] arguments) throws Exception {
        Stress stress = new Stress(Integer.parseInt(arguments[0]), Path.of(arguments[1]));
        List<String> suites = SocketSuites.named(arguments.length > 2 ? arguments[2] : "");
        CpuLoad.begin();
        System.exit(stress.run(suites) ? 0 : 1);
    }

    /** Prints each suite's row as soon as it has run, and below it the tests that failed; false if one did. */
    private boolean run(List<String> suites) throws IOException, InterruptedException {
        Files.createDirectories(results);
        print("Java %s, %d runs of each of %d suites%n", Runtime.version().feature(), runs, suites.size());
        print(ROW, "suite", "runs", "tests", "failures", "seconds");
        List<String> failing = new ArrayList<>();
        for (String suite : suites) {
            long start = System.nanoTime();
            SuiteResult result = repeat(suite);
            print(
                    ROW,
                    SocketSuites.simpleName(suite),
                    result.runs(),
                    result.tests(),
                    result.failures(),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
            result.failingTests().forEach(line -> print("    %s%n", line));
            if (result.failures() > 0) {
                failing.add(SocketSuites.simpleName(suite));
            }
        }
        print("Suites with failures: %s; the output of each suite is in %s%n", failing, results);
        return failing.isEmpty();
    }

    private SuiteResult repeat(String suite) throws IOException, InterruptedException {
        Path file = results.resolve(SocketSuites.simpleName(suite) + ".tsv");
        Path log = results.resolve(SocketSuites.simpleName(suite) + ".log");
        Files.deleteIfExists(file);
        ProcessBuilder jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-Dio.netty.leakDetection.level=paranoid",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        RepeatedSuite.class.getName(),
                        suite,
                        Integer.toString(runs),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
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
        return result;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
        System.out.flush();
    }
}
