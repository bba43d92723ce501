// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs a packaged job by Flink's own command, with the module's jar in {@code lib} or in the job's jar. */
@Tag("packaged")
@Timeout(value = 3, unit = TimeUnit.MINUTES) // for busy machines
class ClassLoadingTest {

    private static final Path ALL_JAR = Path.of(System.getProperty("all.jar", "target/all.jar"));

    private static final String CLUSTERS_LOADER = "AppClassLoader";
    private static final String JOBS_LOADER = "ChildFirstClassLoader";

    @TempDir
    Path folder;

    @Test
    void inLibTheClusterLoadsIt() throws Exception {
        assertThat(run(List.of(ALL_JAR), List.of()))
                .contains("re sql", "re stream", "function by " + CLUSTERS_LOADER, "client by " + CLUSTERS_LOADER);
    }

    @Test
    void inTheJobsJarTheJobLoadsIt() throws Exception {
        assertThat(run(List.of(), List.of(ALL_JAR)))
                .contains("re sql", "re stream", "function by " + JOBS_LOADER, "client by " + JOBS_LOADER);
    }

    @Test
    void inBothTheJobHasItsOwn() throws Exception {
        assertThat(run(List.of(ALL_JAR), List.of(ALL_JAR)))
                .contains("re sql", "re stream", "function by " + JOBS_LOADER, "client by " + JOBS_LOADER);
    }

    @Test
    void theJarHasNoClassesOfOthersUnderTheirOwnNames() throws IOException {
        try (JarFile jar = new JarFile(ALL_JAR.toFile())) {
            assertThat(jar.stream().map(JarEntry::getName))
                    .filteredOn(name -> name.endsWith(".class"))
                    .allMatch(name -> name.startsWith("dev/completions4j/"))
                    .contains("dev/completions4j/core/internal/DefaultCompletionsClientProvider.class")
                    .anyMatch(name -> name.startsWith("dev/completions4j/flink/shaded/jackson/"));
        }
    }

    private String run(List<Path> lib, List<Path> inJob) throws Exception {
        FakeModel model = FakeModel.builder()
                .source((prompt, seed, choice) -> "re " + prompt)
                .build();
        Path job = jobJar(inJob);
        Path log = folder.resolve("log");
        Files.writeString(folder.resolve("config.yaml"), "parallelism.default: 1\n");
        try (LoopbackServer server = LoopbackServer.serving(model)) {
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx384m",
                    "-XX:TieredStopAtLevel=1", // A job as short as this ends before optimized code pays.
                    "--add-opens=java.base/java.util=ALL-UNNAMED", // As in the configuration of Flink's distribution.
                    "-classpath",
                    classPath(lib),
                    "org.apache.flink.client.cli.CliFrontend",
                    "run",
                    "--target",
                    "local",
                    "--class",
                    "jobs.Job",
                    job.toString(),
                    server.baseUrl());
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put("FLINK_CONF_DIR", folder.toString());
            Process process = builder.start();
            try {
                assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(log, UTF_8);
        }
    }

    /** Returns the class path of these tests without the library and the tests, as that of a cluster. */
    private static String classPath(List<Path> lib) {
        Stream<String> flink = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> !entry.contains("completions4j") && !entry.contains("jackson-core-3"));
        return Stream.concat(flink, lib.stream().map(Path::toString)).collect(Collectors.joining(File.pathSeparator));
    }

    private Path jobJar(List<Path> contents) throws IOException {
        Path classes = Path.of("target", "test-classes");
        Path jar = folder.resolve("job.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : jobClasses(classes)) {
                add(
                        out,
                        classes.relativize(file).toString().replace(File.separatorChar, '/'),
                        Files.readAllBytes(file));
            }
            for (Path content : contents) {
                copy(content, out);
            }
        }
        return jar;
    }

    private static List<Path> jobClasses(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes.resolve("jobs"))) {
            return new ArrayList<>(files.filter(Files::isRegularFile).toList());
        }
    }

    private static void copy(Path from, JarOutputStream out) throws IOException {
        try (JarFile jar = new JarFile(from.toFile())) {
            for (JarEntry entry :
                    jar.stream().filter(each -> !each.isDirectory()).toList()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    add(out, entry.getName(), in.readAllBytes());
                }
            }
        }
    }

    private static void add(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
        out.closeEntry();
    }
}
