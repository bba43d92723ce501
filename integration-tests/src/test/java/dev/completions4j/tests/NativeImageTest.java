// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs a program on the JVM and, in the profile {@code native}, as a native image. */
class NativeImageTest {

    private static final String NO_COMPILER =
            "native-image is not on the PATH; install GraalVM and add its folder bin to the PATH";

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void runsOnTheJvm() throws Exception {
        assertThat(NativeProgram.run())
                .startsWith(
                        "jdk: completed true, streamed true, 1 model",
                        "jdk with TLS: completed true, streamed true, 1 model",
                        "jdk: TruncatedStreamException",
                        "netty: completed true, streamed true, 1 model",
                        "netty with TLS: completed true, streamed true, 1 model",
                        "netty: TruncatedStreamException")
                .hasSize(6 + SerializedFailures.ALL.size());
    }

    @Test
    @Tag("native")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void runsAsANativeImage(@TempDir Path folder) throws Exception {
        Optional<Path> compiler = compiler();
        if (compiler.isEmpty()) {
            System.out.println("[native] skipped: " + NO_COMPILER);
        }
        assumeTrue(compiler.isPresent(), NO_COMPILER);
        List<String> classPath = TransportSelectionTest.libraries();
        classPath.addAll(ChildJvm.classPath(entry -> entry.endsWith("test-classes")));
        Path image = folder.resolve("program");
        run(
                compiler.orElseThrow().toString(),
                "--no-fallback",
                "-cp",
                String.join(File.pathSeparator, classPath),
                "-o",
                image.toString(),
                NativeProgram.class.getName());

        assertThat(run(image.toString()).lines().toList()).isEqualTo(NativeProgram.run());
    }

    private static Optional<Path> compiler() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "native-image"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
