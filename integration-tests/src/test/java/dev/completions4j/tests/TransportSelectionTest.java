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
import org.junit.jupiter.api.Test;

/** Which transport a program gets, in JVMs of their own with just so much on their path. */
class TransportSelectionTest {

    @Test
    void namesTheArtifactToAddWhenThereIsNoTransport() throws Exception {
        assertThat(onClassPath(entry -> !isTransport(entry)))
                .contains("No transport can be used; add the artifact dev.completions4j:completions4j-transport-jdk");
    }

    @Test
    void namesTheEnginesArtifactWhenThereIsNone() throws Exception {
        assertThat(onClassPath(entry -> !isModule("core", entry)))
                .contains("No completions4j engine was found; add the artifact dev.completions4j:completions4j-core");
    }

    @Test
    void takesTheOnlyTransport() throws Exception {
        assertThat(onClassPath(entry -> !isModule("transport-netty", entry))).contains("completed over jdk");
    }

    @Test
    void prefersNetty() throws Exception {
        assertThat(onClassPath(entry -> true)).contains("completed over netty");
    }

    @Test
    void obeysTheSystemProperty() throws Exception {
        assertThat(onClassPath(entry -> true, "-Dcompletions4j.transport=jdk")).contains("completed over jdk");
    }

    @Test
    void worksOnTheModulePath() throws Exception {
        List<String> modules = entries(entry -> !isTestClasses(entry));
        List<String> classes = entries(TransportSelectionTest::isTestClasses);
        String output = java(
                "--module-path",
                String.join(File.pathSeparator, modules),
                "--add-modules",
                "dev.completions4j.core,dev.completions4j.testkit",
                "-cp",
                String.join(File.pathSeparator, classes),
                OneCompletion.class.getName());

        assertThat(output).contains("completed over netty");
    }

    private static String onClassPath(Predicate<String> included, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(
                List.of("-cp", String.join(File.pathSeparator, entries(included)), OneCompletion.class.getName()));
        return java(arguments.toArray(String[]::new));
    }

    private static List<String> entries(Predicate<String> included) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(included)
                .collect(Collectors.toList());
    }

    private static boolean isTransport(String entry) {
        return isModule("transport-jdk", entry) || isModule("transport-netty", entry);
    }

    /** Entries are jars after the phase package, and folders of classes before it. */
    private static boolean isModule(String folder, String entry) {
        return entry.contains(File.separator + folder + File.separator + "target");
    }

    private static boolean isTestClasses(String entry) {
        return entry.endsWith("test-classes");
    }

    private static String java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
