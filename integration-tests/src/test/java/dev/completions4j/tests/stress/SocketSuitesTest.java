// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of {@link SocketSuites} is that of the sources: most of these classes are on the class path of stress only. */
final class SocketSuitesTest {

    private static final List<String> MODULES = List.of(
            "testkit",
            "transport-tck",
            "transport-jdk",
            "transport-netty",
            "apps/cli",
            "examples",
            "integration-tests");

    private static final Path SOURCES = Path.of("src", "test", "java");

    /** What opens a socket for a test. */
    private static final Pattern SERVER = Pattern.compile(
            "\\b(LoopbackServer|ServerSocket|FrameServer|Http2Server|Http2ContractServer|TestProxy|TunnelProxy)\\b");

    private static final Set<String> NOT_REPEATED = Set.of(
            // Measure what remains after many calls, and wait for it; the profile soak repeats them.
            "dev.completions4j.tests.soak.CancelBeforeHeadTest",
            "dev.completions4j.tests.soak.SoakTest",
            // Runs only in a JVM with a system property that its module's build sets.
            "dev.completions4j.transport.jdk.JdkTransportHostHeaderTest");

    @Test
    void eachIsATestClass() {
        assertThat(SocketSuites.ALL)
                .doesNotHaveDuplicates()
                .allSatisfy(suite ->
                        assertThat(sources().map(SocketSuitesTest::className)).contains(suite));
    }

    @Test
    void noneThatOpensSocketsIsMissing() {
        assertThat(sources().filter(SocketSuitesTest::opensSockets).map(SocketSuitesTest::className))
                .filteredOn(suite -> !SocketSuites.ALL.contains(suite) && !NOT_REPEATED.contains(suite))
                .isEmpty();
    }

    private static Stream<Path> sources() {
        return MODULES.stream().flatMap(module -> filesBelow(sourcesOf(module)));
    }

    private static Path sourcesOf(String module) {
        return Path.of("..", module).resolve(SOURCES);
    }

    private static Stream<Path> filesBelow(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith("Test.java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean opensSockets(Path source) {
        try {
            return !source.endsWith("SocketSuitesTest.java")
                    && SERVER.matcher(Files.readString(source)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String className(Path source) {
        String path = source.toString();
        String inSources = path.substring(
                path.indexOf(SOURCES.toString()) + SOURCES.toString().length() + 1);
        return inSources.replace(".java", "").replaceAll("[/\\\\]", ".");
    }
}
