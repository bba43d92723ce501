// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs a program on the JVM and, in the profile {@code native}, as a native image. */
class NativeImageTest {

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
        Path image = folder.resolve("program");
        run(
                compiler().toString(),
                "--no-fallback",
                "-cp",
                System.getProperty("java.class.path"),
                "-o",
                image.toString(),
                NativeProgram.class.getName());

        assertThat(run(image.toString()).lines().toList()).isEqualTo(NativeProgram.run());
    }

    private static Path compiler() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "native-image"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "native-image is not on the PATH; the profile \"native\" needs it: install GraalVM"));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
