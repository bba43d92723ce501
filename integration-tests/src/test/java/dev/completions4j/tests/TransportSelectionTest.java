// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which transport a program gets, in JVMs of their own with just so much on their path. */
class TransportSelectionTest {

    private static final List<String> NEEDED = List.of("api", "core", "testkit", "transport-jdk", "transport-netty");
    private static final List<String> LIBRARIES = List.of("jackson-", "jspecify-", "netty-");

    @TempDir
    private static Path jars;

    /** The application, which knows no transport. */
    private static Path application;

    @BeforeAll
    static void packApplication() throws IOException {
        application = Jars.ofClass(jars.resolve("application.jar"), OneCompletion.class);
    }

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
        List<Path> all = ChildJvm.classPath(TransportSelectionTest::isNeeded).stream()
                .map(Path::of)
                .collect(Collectors.toCollection(ArrayList::new));
        all.add(application);
        String jar =
                Jars.merged(folder.resolve("all.jar"), OneCompletion.class, all).toString();

        assertThat(ChildJvm.run("-jar", jar)).contains("completed over netty");
        assertThat(ChildJvm.run("-Dcompletions4j.transport=jdk", "-jar", jar)).contains("completed over jdk");
    }

    @ParameterizedTest
    @EnumSource
    void worksWhateverTheContextClassLoaderIs(InClassLoaders.Context context) throws Exception {
        List<String> own = libraries("netty");
        own.add(application.toString());

        assertThat(inClassLoaders(context, List.of(), own)).contains("completed over netty");
    }

    @Test
    void findsTheApplicationsTransportThoughTheEngineIsShared() throws Exception {
        List<String> shared = ChildJvm.classPath(entry -> isNeeded(entry) && !isTransport(entry));
        List<String> own = ChildJvm.classPath(entry -> isModule("transport-jdk", entry));
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

    /** The paths of all that a program needs besides itself, with one transport; the list is the caller's. */
    static List<String> libraries(String transport) {
        return ChildJvm.classPath(
                entry -> isNeeded(entry) && (!isTransport(entry) || isModule("transport-" + transport, entry)));
    }

    private static boolean isNeeded(String entry) {
        String file = Path.of(entry).getFileName().toString();
        return NEEDED.stream().anyMatch(folder -> isModule(folder, entry))
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
        return isModule("transport-jdk", entry) || isModule("transport-netty", entry);
    }

    /** Entries are jars after the phase package, and folders of classes before it. */
    private static boolean isModule(String folder, String entry) {
        return entry.contains(File.separator + folder + File.separator + "target");
    }

    private static boolean isTestClasses(String entry) {
        return entry.endsWith("test-classes");
    }
}
