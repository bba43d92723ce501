// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionsClientProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The selection of the transport, in separate JVMs with various class paths. */
class TransportSelectionTest {

    private static final List<String> NEEDED = List.of("api", "core", "testkit", "transport-jdk", "transport-netty");
    private static final List<String> LIBRARIES = List.of("jackson-", "jspecify-", "netty-");

    @TempDir
    private static Path jars;

    /** Packs the application, which depends on no transport. */
    private static Path application;

    @BeforeAll
    static void packApplication() throws IOException {
        application = Jars.ofClass(jars.resolve("application.jar"), OneCompletion.class);
    }

    @Test
    void namesTheMissingTransportArtifact() throws Exception {
        assertThat(onClassPath(entry -> !isTransport(entry)))
                .contains("No transport can be used; add the artifact dev.completions4j:completions4j-transport-jdk");
    }

    @Test
    void namesTheMissingEngineArtifact() throws Exception {
        assertThat(onClassPath(entry -> !ChildJvm.isModule("core", entry)))
                .contains("No completions4j engine was found; add the artifact dev.completions4j:completions4j-core");
    }

    @Test
    void usesTheOnlyTransport() throws Exception {
        assertThat(onClassPath(entry -> !ChildJvm.isModule("transport-netty", entry)))
                .contains("completed over jdk");
    }

    @Test
    void prefersNetty() throws Exception {
        assertThat(onClassPath(entry -> true)).contains("completed over netty");
    }

    @Test
    void respectsTheSystemProperty() throws Exception {
        assertThat(onClassPath(entry -> true, "-Dcompletions4j.transport=jdk")).contains("completed over jdk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void runsTheSameJarOverEitherTransport(String transport) throws Exception {
        List<String> classPath = libraries(transport);
        classPath.add(application.toString());

        assertThat(ChildJvm.run("-cp", joined(classPath), OneCompletion.class.getName()))
                .contains("completed over " + transport);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void runsTheSameJarOverEitherTransportOnTheModulePath(String transport) throws Exception {
        List<String> modulePath = libraries(transport);
        modulePath.add(application.toString());
        String output = ChildJvm.run(
                "--module-path",
                joined(modulePath),
                "--add-modules",
                "dev.completions4j.core,dev.completions4j.testkit",
                "--module",
                "application/" + OneCompletion.class.getName());

        assertThat(output).contains("completed over " + transport);
    }

    @Test
    void worksInOneJarWithJoinedServices(@TempDir Path folder) throws Exception {
        String jar = inOneJar(folder, Jars.Services.JOINED);

        assertThat(ChildJvm.run("-jar", jar)).contains("completed over netty");
        assertThat(ChildJvm.run("-Dcompletions4j.transport=jdk", "-jar", jar)).contains("completed over jdk");
    }

    @Test
    void namesTheServiceFileThatMustBeMerged(@TempDir Path folder) throws Exception {
        String jar = inOneJar(folder, Jars.Services.FIRST_KEPT);
        List<String> found = Stream.of("jdk", "netty")
                .map(name -> run("-Dcompletions4j.transport=" + name, "-jar", jar))
                .toList();

        assertThat(found).anyMatch(output -> output.contains("completed over"));
        assertThat(found)
                .anyMatch(output -> output.contains("If all artifacts are packed into one jar, merge their files"
                        + " META-INF/services/dev.completions4j.transport.TransportProvider. Transports found: "));
    }

    @Test
    void namesTheServiceFileThatIsMissing(@TempDir Path folder) throws Exception {
        assertThat(ChildJvm.run("-jar", inOneJar(folder, Jars.Services.DROPPED)))
                .contains("If all artifacts are packed into one jar, keep their file"
                        + " META-INF/services/dev.completions4j.CompletionsClientProvider");
    }

    private static String inOneJar(Path folder, Jars.Services services) throws IOException {
        List<Path> all = ChildJvm.classPath(TransportSelectionTest::isNeeded).stream()
                .map(Path::of)
                .collect(Collectors.toCollection(ArrayList::new));
        all.add(application);
        return Jars.merged(folder.resolve("all.jar"), OneCompletion.class, all, services)
                .toString();
    }

    private static String run(String... arguments) {
        try {
            return ChildJvm.run(arguments);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The context class loader finds another copy of everything, which must not affect the plug-in. */
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void worksInAPluginWithItsOwnCopy(String transport) throws Exception {
        List<String> host = libraries(transport.equals("jdk") ? "netty" : "jdk");
        List<String> plugin = libraries(transport);
        plugin.add(application.toString());

        assertThat(ChildJvm.run(
                        "-cp",
                        joined(ChildJvm.classPath(TransportSelectionTest::isTestClasses))
                                + File.pathSeparator
                                + joined(host),
                        InPlugin.class.getName(),
                        joined(plugin)))
                .contains("completed over " + transport);
    }

    /** The second version has another transport, and another name for its engine. */
    @Test
    void keepsTwoVersionsApart(@TempDir Path folder) throws Exception {
        Path first = version(folder, "1", "jdk");
        Path second = version(folder, "2", "netty");
        Jars.provide(second, CompletionsClientProvider.class, RenamedEngine.class);

        String output = ChildJvm.run(
                "-cp",
                joined(ChildJvm.classPath(TransportSelectionTest::isTestClasses)),
                SideBySide.class.getName(),
                first.toString(),
                "jdk",
                second.toString(),
                "netty");

        String one = "API 1, engine 1, over jdk, without netty";
        String two = "API 2, engine 2, over netty, without jdk";
        // On a slow machine, the output contains warnings of slow callbacks, too.
        assertThat(output.lines().filter(line -> line.startsWith("context ") || line.startsWith("API ")))
                .as(output)
                .containsExactlyElementsOf(IntStream.range(0, 4)
                        .boxed()
                        .flatMap(context -> Stream.of("context " + context, one, two, one, two))
                        .toList());
    }

    private static Path version(Path folder, String version, String transport) throws IOException {
        Path jar = Jars.merged(
                folder.resolve("version-" + version + ".jar"),
                Map.of("Implementation-Version", version),
                libraries(transport).stream().map(Path::of).toList(),
                Jars.Services.JOINED);
        Jars.add(jar, VersionedClient.class);
        return jar;
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void leavesNothingBehindWhenAnApplicationIsStopped(String transport) throws Exception {
        List<String> own = libraries(transport);
        own.add(application.toString());

        assertThat(ChildJvm.run(
                        "-XX:SoftRefLRUPolicyMSPerMB=0",
                        "-cp",
                        joined(ChildJvm.classPath(TransportSelectionTest::isTestClasses)),
                        Redeployment.class.getName(),
                        "",
                        joined(own)))
                .contains("completed over " + transport)
                .contains("class loaders left: 0");
    }

    @ParameterizedTest
    @EnumSource
    void worksWithAnyContextClassLoader(InClassLoaders.Context context) throws Exception {
        List<String> own = libraries("netty");
        own.add(application.toString());

        assertThat(inClassLoaders(context, List.of(), own)).contains("completed over netty");
    }

    @Test
    void findsTheApplicationsTransportWithASharedEngine() throws Exception {
        List<String> shared = ChildJvm.classPath(entry -> isNeeded(entry) && !isTransport(entry));
        List<String> own = ChildJvm.classPath(entry -> ChildJvm.isModule("transport-jdk", entry));
        own.add(application.toString());

        assertThat(inClassLoaders(InClassLoaders.Context.APPLICATION, shared, own))
                .contains("completed over jdk");
    }

    private static String inClassLoaders(InClassLoaders.Context context, List<String> shared, List<String> own)
            throws Exception {
        return ChildJvm.run(
                "-cp",
                joined(ChildJvm.classPath(TransportSelectionTest::isTestClasses)),
                InClassLoaders.class.getName(),
                context.name(),
                joined(shared),
                joined(own));
    }

    /** Returns the paths of the libraries of a program with one transport; the caller may modify the list. */
    static List<String> libraries(String transport) {
        return ChildJvm.classPath(entry ->
                isNeeded(entry) && (!isTransport(entry) || ChildJvm.isModule("transport-" + transport, entry)));
    }

    /** The paths of all that a program needs besides itself, with both transports; the list is the caller's. */
    static List<String> libraries() {
        return ChildJvm.classPath(TransportSelectionTest::isNeeded);
    }

    private static boolean isNeeded(String entry) {
        String file = Path.of(entry).getFileName().toString();
        return NEEDED.stream().anyMatch(folder -> ChildJvm.isModule(folder, entry))
                || LIBRARIES.stream().anyMatch(file::startsWith);
    }

    private static String joined(List<String> entries) {
        return String.join(File.pathSeparator, entries);
    }

    private static String onClassPath(Predicate<String> included, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-cp", joined(ChildJvm.classPath(included)), OneCompletion.class.getName()));
        return ChildJvm.run(arguments.toArray(String[]::new));
    }

    private static boolean isTransport(String entry) {
        return ChildJvm.isModule("transport-jdk", entry) || ChildJvm.isModule("transport-netty", entry);
    }

    private static boolean isTestClasses(String entry) {
        return entry.endsWith("test-classes");
    }
}
