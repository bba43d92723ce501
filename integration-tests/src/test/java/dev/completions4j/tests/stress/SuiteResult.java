// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.stress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of the runs of a suite. The JVM that runs them writes a line for each run and each failure, and the parent
 * reads them; thus a JVM that ends early has reported its runs.
 */
final class SuiteResult {

    private static final String RUN = "run";
    private static final String FAILURE = "failure";

    private static final int MAX_TEXT = 500;

    /** A test that failed. */
    private static final class Failures {
        private int count;
        private final String firstMessage;

        Failures(String firstMessage) {
            this.firstMessage = firstMessage;
        }
    }

    private final Map<String, Failures> failing = new LinkedHashMap<>();
    private int runs;
    private long tests;

    /** Returns the line that says that a run has ended. */
    static String run(long tests) {
        return RUN + "\t" + tests;
    }

    /** Returns the line that says that a test has failed. */
    static String failure(String test, String message) {
        return FAILURE + "\t" + oneLine(test) + "\t" + oneLine(message);
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() > MAX_TEXT ? line.substring(0, MAX_TEXT) + "…" : line;
    }

    static SuiteResult read(Path file) throws IOException {
        SuiteResult result = new SuiteResult();
        List<String> lines = Files.exists(file) ? Files.readAllLines(file, UTF_8) : List.of();
        for (String line : lines) {
            String[] columns = line.split("\t", -1);
            if (columns[0].equals(RUN)) {
                result.runs++;
                result.tests += Long.parseLong(columns[1]);
            } else {
                result.addFailure(columns[1], columns[2]);
            }
        }
        return result;
    }

    void addFailure(String test, String message) {
        failing.computeIfAbsent(test, name -> new Failures(message)).count++;
    }

    int runs() {
        return runs;
    }

    long tests() {
        return tests;
    }

    int failures() {
        return failing.values().stream().mapToInt(test -> test.count).sum();
    }

    /** Returns a line for each test that failed: how often, its name, and its first message. */
    List<String> failingTests() {
        List<String> lines = new ArrayList<>();
        failing.forEach((test, failures) -> lines.add(failures.count + " × " + test + ": " + failures.firstMessage));
        return lines;
    }
}
