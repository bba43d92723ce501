// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import dev.completions4j.CompletionsClientException;
import dev.completions4j.tests.ReflectionRecorder.Use;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Verifies that whatever the modules do by reflection is in their reachability metadata, without which a native image
 * does not contain it. A new use of reflection fails here until it has metadata and an entry in {@link #USES}.
 */
@AnalyzeClasses(packages = "dev.completions4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ReachabilityMetadataTest {

    private static final String NETTY = "dev.completions4j.transport.netty.";
    private static final String JDK = "dev.completions4j.transport.jdk.";

    /** Methods whose effect depends on names that the static analysis of {@code native-image} may not see. */
    private static final Map<String, Set<String>> REFLECTIVE = Map.ofEntries(
            Map.entry(
                    "java.lang.Class",
                    Set.of(
                            "forName",
                            "getClasses",
                            "getConstructor",
                            "getConstructors",
                            "getDeclaredClasses",
                            "getDeclaredConstructor",
                            "getDeclaredConstructors",
                            "getDeclaredField",
                            "getDeclaredFields",
                            "getDeclaredMethod",
                            "getDeclaredMethods",
                            "getField",
                            "getFields",
                            "getMethod",
                            "getMethods",
                            "getPermittedSubclasses",
                            "getRecordComponents",
                            "getResource",
                            "getResourceAsStream",
                            "newInstance")),
            Map.entry(
                    "java.lang.ClassLoader",
                    Set.of(
                            "defineClass",
                            "getResource",
                            "getResourceAsStream",
                            "getResources",
                            "getSystemResource",
                            "getSystemResourceAsStream",
                            "getSystemResources",
                            "loadClass",
                            "resources")),
            Map.entry("java.lang.Module", Set.of("getResourceAsStream")),
            Map.entry("java.lang.System", Set.of("load", "loadLibrary")),
            Map.entry("java.lang.reflect.Array", Set.of("newInstance")),
            Map.entry("java.lang.reflect.Constructor", Set.of("newInstance", "setAccessible")),
            Map.entry("java.lang.reflect.Field", Set.of("get", "set", "setAccessible")),
            Map.entry("java.lang.reflect.Method", Set.of("invoke", "setAccessible")),
            Map.entry("java.lang.reflect.Proxy", Set.of("getProxyClass", "newProxyInstance")),
            Map.entry(
                    "java.lang.invoke.MethodHandles$Lookup",
                    Set.of(
                            "findClass",
                            "findConstructor",
                            "findGetter",
                            "findSetter",
                            "findSpecial",
                            "findStatic",
                            "findStaticVarHandle",
                            "findVarHandle",
                            "findVirtual",
                            "unreflect",
                            "unreflectConstructor",
                            "unreflectVarHandle")),
            Map.entry("java.io.ObjectInputStream", Set.of("<init>")),
            Map.entry("java.io.ObjectOutputStream", Set.of("<init>")),
            Map.entry("java.util.ResourceBundle", Set.of("getBundle")),
            Map.entry("java.util.ServiceLoader", Set.of("load", "loadInstalled")),
            Map.entry("java.util.concurrent.atomic.AtomicIntegerFieldUpdater", Set.of("newUpdater")),
            Map.entry("java.util.concurrent.atomic.AtomicLongFieldUpdater", Set.of("newUpdater")),
            Map.entry("java.util.concurrent.atomic.AtomicReferenceFieldUpdater", Set.of("newUpdater")),
            Map.entry("io.netty.bootstrap.Bootstrap", Set.of("channel")),
            Map.entry("io.netty.bootstrap.AbstractBootstrap", Set.of("channel")));

    /** All uses; how a native image gets what they need is said behind each. */
    private static final Map<String, Set<String>> USES = new TreeMap<>(Map.ofEntries(
            // native-image registers the services that it finds on its class path and module path.
            Map.entry("dev.completions4j.EngineServices", Set.of("ServiceLoader.load")),
            Map.entry("dev.completions4j.core.internal.Plugins", Set.of("ServiceLoader.load")),
            Map.entry("dev.completions4j.core.internal.transport.CandidateFinder", Set.of("ServiceLoader.load")),
            Map.entry("dev.completions4j.spring.boot.PluginDiscovery", Set.of("ServiceLoader.load")),
            // Constants, which native-image evaluates.
            Map.entry(JDK + "JdkTransport", Set.of("Class.getMethod", "Method.invoke")),
            // The proxy's interfaces are constants; for its methods, see invokesTheMethodsOfSessions.
            Map.entry(JDK + "ClosureEngine", Set.of("Method.invoke", "Proxy.newProxyInstance")),
            // See findsTheClassesThatAreChecked, readsResources and createsChannels.
            Map.entry(NETTY + "NettyCheck", Set.of("Class.forName")),
            Map.entry(NETTY + "NettyVersions", Set.of("ClassLoader.getResources")),
            Map.entry(NETTY + "ChannelOpener", Set.of("Bootstrap.channel")),
            // See readsResources.
            Map.entry("dev.completions4j.testkit.server.TestCertificate", Set.of("Class.getResourceAsStream")),
            // The fields of test classes, which only the project with the tests knows.
            Map.entry(
                    "dev.completions4j.testkit.junit.FixtureFields",
                    Set.of("Class.getDeclaredFields", "Field.set", "Field.setAccessible"))));

    @ArchTest
    static void usesNoOtherReflection(JavaClasses classes) {
        Map<String, Set<String>> uses = new TreeMap<>();
        classes.stream().filter(ReachabilityMetadataTest::hasMetadata).forEach(type -> {
            type.getAccessesFromSelf().stream()
                    .map(JavaAccess::getTarget)
                    .filter(ReachabilityMetadataTest::isReflective)
                    .forEach(target -> uses.computeIfAbsent(type.getName(), name -> new TreeSet<>())
                            .add(target.getOwner().getSimpleName() + "." + target.getName()));
        });

        assertThat(uses).isEqualTo(USES);
    }

    @ArchTest
    static void invokesTheMethodsOfSessions(JavaClasses classes) throws IOException {
        assertThat(ReachabilityMetadata.of("transport-jdk").has("javax.net.ssl.SSLSession", "allPublicMethods", "true"))
                .isTrue();
    }

    @ArchTest
    static void findsTheClassesThatAreChecked(JavaClasses classes) throws Exception {
        var needed = Class.forName(NETTY + "NettyCheck").getDeclaredField("NEEDED_CLASSES");
        needed.setAccessible(true);

        assertThat(ReachabilityMetadata.of("transport-netty").reflective())
                .containsAll(((Map<?, ?>) needed.get(null))
                        .values().stream().map(String.class::cast).toList());
    }

    @ArchTest
    static void createsChannels(JavaClasses classes) throws IOException {
        ReachabilityMetadata metadata = ReachabilityMetadata.of("transport-netty");
        List<String> channels = classes.stream()
                .filter(type -> type.getName().startsWith(NETTY))
                .flatMap(type -> type.getCodeUnits().stream())
                .flatMap(ReachabilityMetadataTest::classObjects)
                .filter(name -> name.startsWith("io.netty.channel.") && name.endsWith("SocketChannel"))
                .distinct()
                .toList();

        assertThat(channels)
                .isNotEmpty()
                .allSatisfy(channel -> assertThat(
                                metadata.has(channel, "methods", "[{\"name\":\"<init>\",\"parameterTypes\":[]}]"))
                        .as(channel)
                        .isTrue());
    }

    /** Netty looks for the methods of a handler that need not be called. */
    @ArchTest
    static void looksAtHandlers(JavaClasses classes) throws IOException {
        ReachabilityMetadata metadata = ReachabilityMetadata.of("transport-netty");
        List<String> handlers = classes.stream()
                .filter(type -> type.getName().startsWith(NETTY))
                .filter(type -> type.isAssignableTo("io.netty.channel.ChannelHandler"))
                .map(JavaClass::getName)
                .toList();

        assertThat(handlers)
                .isNotEmpty()
                .allSatisfy(handler -> assertThat(metadata.has(handler, "queryAllPublicMethods", "true"))
                        .as(handler)
                        .isTrue());
    }

    @ArchTest
    static void readsResources(JavaClasses classes) throws IOException {
        assertThat(ReachabilityMetadata.of("transport-netty").includes("META-INF/io.netty.versions.properties"))
                .isTrue();
        for (String module : ReachabilityMetadata.MODULES) {
            ReachabilityMetadata metadata = ReachabilityMetadata.of(module);
            assertThat(resources(module))
                    .filteredOn(resource -> !resource.startsWith("META-INF/services/"))
                    .filteredOn(resource -> !resource.startsWith("META-INF/native-image/"))
                    .allMatch(metadata::includes);
        }
    }

    /** What a program really does, Netty and the JDK included; the scan above sees only the code of the modules. */
    @ArchTest
    static void hasWhatIsRecorded(JavaClasses classes) throws Exception {
        List<String> classPath = TransportSelectionTest.libraries();
        classPath.addAll(ChildJvm.classPath(entry -> entry.endsWith("test-classes")));
        Set<String> covered = new TreeSet<>();
        for (String module : ReachabilityMetadata.MODULES) {
            covered.addAll(ReachabilityMetadata.of(module).reflective());
            covered.addAll(ReachabilityMetadata.of(module).serializable());
        }

        Set<Use> uses = ReflectionRecorder.record(classPath, NativeProgram.class, "dev.completions4j.");

        assertThat(uses).extracting(Use::subject).contains(NETTY + "Http1Connection", "dev.completions4j.ApiException");
        assertThat(uses)
                .filteredOn(use -> !isFoundByCompiler(use))
                .filteredOn(use -> !covered.contains(use.subject()) && !isResource(use.subject()))
                .isEmpty();
    }

    /** Constants, and what the JDK does itself for services, enums, lambdas and the start. */
    private static boolean isFoundByCompiler(Use use) {
        return use.subject().startsWith("META-INF/services/")
                || Stream.of(JDK + "JdkTransport", "java.lang.", "java.util.", "sun.launcher.")
                        .anyMatch(use.caller()::startsWith);
    }

    private static boolean isResource(String name) {
        return ReachabilityMetadata.MODULES.stream().anyMatch(module -> {
            try {
                return ReachabilityMetadata.of(module).includes(name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @ArchTest
    static void serializesFailures(JavaClasses classes) throws IOException {
        assertThat(SerializedFailures.ALL.stream()
                        .<Class<?>>map(Object::getClass)
                        .distinct())
                .containsExactlyInAnyOrder(CompletionsClientException.class.getPermittedSubclasses());
        assertThat(ReachabilityMetadata.of("api").serializable()).containsAll(SerializedFailures.classes());
    }

    @ArchTest
    static void namesNoClassesThatAreGone(JavaClasses classes) throws IOException {
        for (String module : ReachabilityMetadata.MODULES) {
            assertThat(ReachabilityMetadata.of(module).reflective())
                    .filteredOn(name -> name.startsWith("dev.completions4j."))
                    .allMatch(classes::contain);
        }
    }

    private static boolean hasMetadata(JavaClass type) {
        return Stream.of(".tck.", ".cli.", ".playground.", ".examples.", ".benchmarks.")
                .noneMatch(type.getName()::contains);
    }

    private static boolean isReflective(AccessTarget target) {
        return REFLECTIVE.getOrDefault(target.getOwner().getName(), Set.of()).contains(target.getName());
    }

    private static Stream<String> classObjects(JavaCodeUnit code) {
        return code.getReferencedClassObjects().stream()
                .map(ReferencedClassObject::getRawType)
                .map(JavaClass::getName);
    }

    private static List<String> resources(String module) throws IOException {
        Path folder = Path.of("..", module, "src", "main", "resources");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.join(
                            "/",
                            Arrays.stream(folder.relativize(file).toString().split("[/\\\\]"))
                                    .toList()))
                    .toList();
        }
    }
}
