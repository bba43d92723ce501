// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Runs another JVM with its own class path or module path. */
final class ChildJvm {

    /**
     * A JVM as short-lived as these ends before optimized code pays. Before Java 21, the JDK's HTTP client notices that
     * it is no longer used when its selector wakes up, every three seconds by default.
     */
    private static final List<String> OPTIONS =
            List.of("-XX:TieredStopAtLevel=1", "-Djdk.internal.httpclient.selectorTimeout=1000");

    private ChildJvm() {}

    /** Returns the entries of this JVM's class path that match the predicate; the caller may modify the list. */
    static List<String> classPath(Predicate<String> included) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(included)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /**
     * Returns whether an entry of the class path is a module of this project: a jar after the phase package, and a
     * folder of classes before it.
     */
    static boolean isModule(String folder, String entry) {
        return entry.contains(File.separator + folder + File.separator + "target");
    }

    /** Runs a JVM until it ends, and returns its output. */
    static String run(String... arguments) throws IOException, InterruptedException {
        return runIn(Path.of(System.getProperty("java.home")), arguments);
    }

    /** Runs another Java runtime; see {@link #run}. */
    static String runIn(Path javaHome, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
