// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.model.FakeModel.TextSource;
import dev.completions4j.testkit.server.LoopbackServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Constants;

/** The artifacts as bundles, in a framework in which Apache Aries SPI Fly mediates for {@code ServiceLoader}. */
class OsgiTest {

    private static final String FELIX = "org.apache.felix.framework";
    private static final String MEDIATOR = "org.apache.aries.spifly|asm-";
    private static final String NETTY = "netty-";
    private static final String JACKSON = "jackson-core-3";

    @TempDir
    private static Path folder;

    private static String application;

    @TempDir
    private Path storage;

    @BeforeAll
    static void packApplication() throws Exception {
        Path jar = Jars.ofClass(
                folder.resolve("application.jar"),
                OsgiApplication.class,
                Map.of(
                        Constants.BUNDLE_MANIFESTVERSION, "2",
                        Constants.BUNDLE_SYMBOLICNAME, "application",
                        Constants.IMPORT_PACKAGE, "dev.completions4j"));
        application = jar.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "netty"})
    void streamsOverTheTransport(String transport) throws Exception {
        assertThat(run(
                        transport,
                        bundles(List.of(MEDIATOR, JACKSON, NETTY), "api", "core", "transport-jdk", "transport-netty")))
                .containsExactly("It rained.");
    }

    @Test
    void needsNoNettyForTheOtherTransport() throws Exception {
        String bundles = bundles(List.of(MEDIATOR, JACKSON), "api", "core", "transport-jdk");

        assertThat(run("jdk", bundles)).containsExactly("It rained.");
    }

    @Test
    void findsATransportThatIsStartedLater() throws Exception {
        List<String> output =
                run("jdk", bundles(List.of(MEDIATOR, JACKSON), "api", "core"), bundles(List.of(), "transport-jdk"));

        assertThat(output).hasSize(2).last().isEqualTo("It rained.");
        assertThat(output.get(0)).contains("completions4j-transport-jdk");
    }

    @Test
    void namesTheEngineThatIsMissing() throws Exception {
        assertThat(run("jdk", bundles(List.of(MEDIATOR), "api")))
                .singleElement()
                .asString()
                .contains("osgi.serviceloader=dev.completions4j.CompletionsClientProvider");
    }

    @Test
    void namesTheMediatorThatIsMissing() throws Exception {
        assertThat(run("jdk", bundles(List.of(JACKSON), "api", "core")))
                .singleElement()
                .asString()
                .contains("osgi.extender=osgi.serviceloader.processor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "core", "transport-jdk", "transport-netty"})
    void saysInItsHeadersWhatTheModuleDescriptorSays(String folder) throws IOException {
        ModuleReference module = ModuleFinder.of(Path.of(bundles(List.of(), folder))).findAll().stream()
                .findFirst()
                .orElseThrow();
        ModuleDescriptor descriptor = module.descriptor();
        Attributes headers = headers(module);

        assertThat(headers.getValue(Constants.BUNDLE_SYMBOLICNAME)).isEqualTo(descriptor.name());
        assertThat(matches("(?:^|,)(dev[.\\w]+);", headers.getValue(Constants.EXPORT_PACKAGE)))
                .containsExactlyInAnyOrderElementsOf(descriptor.exports().stream()
                        .map(ModuleDescriptor.Exports::source)
                        .toList());
        assertThat(matches("osgi.serviceloader=\"(.+?)\"", headers.getValue(Constants.PROVIDE_CAPABILITY)))
                .containsExactlyInAnyOrderElementsOf(descriptor.provides().stream()
                        .map(ModuleDescriptor.Provides::service)
                        .toList());
        assertThat(matches("osgi.serviceloader=\"(.+?)\"", headers.getValue(Constants.REQUIRE_CAPABILITY)))
                .containsExactlyInAnyOrderElementsOf(descriptor.uses());
    }

    private static Attributes headers(ModuleReference module) throws IOException {
        try (ModuleReader reader = module.open();
                InputStream manifest = reader.open("META-INF/MANIFEST.MF").orElseThrow()) {
            return new Manifest(manifest).getMainAttributes();
        }
    }

    private static Set<String> matches(String pattern, @Nullable String header) {
        return header == null
                ? Set.of()
                : Pattern.compile(pattern)
                        .matcher(header)
                        .results()
                        .map(result -> result.group(1))
                        .collect(Collectors.toSet());
    }

    private List<String> run(String transport, String... bundles) throws Exception {
        List<String> classPath = ChildJvm.classPath(entry -> entry.endsWith("test-classes") || isFile(entry, FELIX));
        FakeModel model =
                FakeModel.builder().source(TextSource.fixed("It rained.")).build();
        try (LoopbackServer server = LoopbackServer.serving(model)) {
            List<String> arguments = new ArrayList<>(List.of("-cp", joined(classPath), InOsgi.class.getName()));
            arguments.addAll(List.of(storage.toString(), application, server.baseUrl(), transport));
            arguments.addAll(List.of(bundles));
            return ChildJvm.run(arguments.toArray(String[]::new))
                    .lines()
                    .filter(line -> line.startsWith(InOsgi.RESULT))
                    .map(line -> line.substring(InOsgi.RESULT.length()))
                    .toList();
        }
    }

    /** The modules in these folders, and the libraries whose file names begin with a match of these expressions. */
    private static String bundles(List<String> libraries, String... modules) {
        return joined(ChildJvm.classPath(
                entry -> Stream.of(modules).anyMatch(folder -> ChildJvm.isModule(folder, entry))
                        || libraries.stream().anyMatch(name -> isFile(entry, name))));
    }

    private static boolean isFile(String entry, String name) {
        return Pattern.compile(name)
                .matcher(Path.of(entry).getFileName().toString())
                .lookingAt();
    }

    private static String joined(List<String> entries) {
        return String.join(File.pathSeparator, entries);
    }
}
