// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Java runtime with only the modules that the client requires, and with those for HTTPS. */
class RuntimeImageTest {

    @Test
    void hasThreeJdkModulesAndCompletes(@TempDir Path folder) throws Exception {
        Path image = folder.resolve("image");
        StringWriter output = new StringWriter();
        int exit = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(
                        new PrintWriter(output),
                        new PrintWriter(output),
                        "--module-path",
                        joined(ChildJvm.classPath(RuntimeImageTest::isClient)),
                        "--add-modules",
                        "dev.completions4j.core,dev.completions4j.transport.jdk,jdk.crypto.ec",
                        "--strip-debug",
                        "--output",
                        image.toString());
        assertThat(exit).as(output.toString()).isZero();

        assertThat(ChildJvm.runIn(image, "--list-modules").lines().map(line -> line.replaceAll("@.*", "")))
                .containsExactlyInAnyOrder(
                        "dev.completions4j",
                        "dev.completions4j.core",
                        "dev.completions4j.transport.jdk",
                        "tools.jackson.core",
                        "java.base",
                        "java.net.http",
                        "jdk.crypto.ec");
        Path application = Jars.ofClass(folder.resolve("application.jar"), OneCompletion.class);
        List<String> classPath = ChildJvm.classPath(RuntimeImageTest::isTestkit);
        classPath.add(application.toString());
        assertThat(ChildJvm.runIn(image, "-cp", joined(classPath), OneCompletion.class.getName()))
                .contains("completed over jdk");
        Path applicationOverTls = Jars.ofClass(folder.resolve("application-over-tls.jar"), OneCompletionOverTls.class);
        classPath.add(applicationOverTls.toString());
        assertThat(ChildJvm.runIn(image, "-cp", joined(classPath), OneCompletionOverTls.class.getName()))
                .contains("completed over TLS");
    }

    private static boolean isClient(String entry) {
        return List.of("api", "core", "transport-jdk").stream().anyMatch(folder -> ChildJvm.isModule(folder, entry))
                || Path.of(entry).getFileName().toString().startsWith("jackson-core-3");
    }

    private static boolean isTestkit(String entry) {
        return ChildJvm.isModule("testkit", entry);
    }

    private static String joined(List<String> entries) {
        return String.join(File.pathSeparator, entries);
    }
}
