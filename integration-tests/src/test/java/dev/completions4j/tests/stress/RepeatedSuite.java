// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.stress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs one suite many times in this JVM, each time in a different order. */
final class RepeatedSuite {

    private RepeatedSuite() {}

    /** Arguments: the class of the suite, the number of runs, and the file for the {@link SuiteResult}. */
    public static void main(String[] arguments) throws IOException {
        endWithTheParent();
        Launcher launcher = LauncherFactory.create();
        try (PrintWriter result = new PrintWriter(Files.newBufferedWriter(Path.of(arguments[2]), UTF_8), true)) {
            for (int run = 0; run < Integer.parseInt(arguments[1]); run++) {
                Outcome outcome = new Outcome();
                launcher.execute(request(arguments[0], run), outcome);
                outcome.failures.forEach(result::println);
                result.println(SuiteResult.run(outcome.tests));
                result.flush();
            }
        }
        // Threads left behind by a test must not keep this JVM alive.
        System.exit(0);
    }

    /** Ends this JVM when the parent ends, which closes its end of the pipe; the parent writes nothing. */
    private static void endWithTheParent() {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // No input is expected.
                        }
                    } catch (IOException broken) {
                        // Equivalent to its end.
                    }
                    Runtime.getRuntime().halt(1);
                },
                "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** Configures JUnit like the build, except for the order. */
    private static LauncherDiscoveryRequest request(String suite, int run) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(suite))
                .configurationParameter(
                        "junit.jupiter.testmethod.order.default", "org.junit.jupiter.api.MethodOrderer$Random")
                .configurationParameter("junit.jupiter.execution.order.random.seed", Integer.toString(run))
                .configurationParameter("junit.jupiter.execution.timeout.default", "60 s")
                .build();
    }

    /** The outcome of one run. */
    private static final class Outcome implements TestExecutionListener {

        private final List<String> failures = new ArrayList<>();
        private long tests;

        /** Synchronized, because tests of one suite may run concurrently. */
        @Override
        public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                tests++;
            }
            if (result.getStatus() == Status.FAILED) {
                failures.add(SuiteResult.failure(
                        name(test),
                        result.getThrowable().map(Throwable::toString).orElse("no exception")));
                result.getThrowable().ifPresent(Throwable::printStackTrace);
            }
        }

        /** Returns the name of the method, with the display name of the invocation if there are several. */
        private static String name(TestIdentifier test) {
            String name = test.getLegacyReportingName();
            return name.endsWith("]") ? name + " " + test.getDisplayName() : name;
        }
    }
}
