// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** The permitted dependencies. */
@AnalyzeClasses(packages = "dev.completions4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String API = "dev.completions4j";
    private static final String OBSERVE = "dev.completions4j.observe";
    private static final String EXTENSION_POINTS = "dev.completions4j.spi";
    private static final String SPI = "dev.completions4j.transport";
    private static final String EXTENSIONS = "dev.completions4j.extensions";
    private static final String CORE = "dev.completions4j.core..";
    private static final String JDK_TRANSPORT = "dev.completions4j.transport.jdk..";
    private static final String NETTY_TRANSPORT = "dev.completions4j.transport.netty..";
    private static final String MICROMETER = "dev.completions4j.micrometer..";
    private static final String SPRING_BOOT = "dev.completions4j.spring.boot..";
    private static final String BATCH = "dev.completions4j.batch..";
    private static final String PLAYGROUND = "dev.completions4j.playground..";
    private static final String FLINK = "dev.completions4j.flink..";
    private static final String TESTKIT = "dev.completions4j.testkit..";
    private static final String TCK = "dev.completions4j.transport.tck..";
    private static final String CLI = "dev.completions4j.cli..";

    @ArchTest
    static final ArchRule theSpiKnowsTheJdkOnly = classes()
            .that()
            .resideInAPackage(SPI)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(SPI, "java..", "javax.net..", "org.jspecify.."));

    @ArchTest
    static final ArchRule theApiKnowsTheSpiAndTheJdkOnly = classes()
            .that()
            .resideInAnyPackage(API, OBSERVE, EXTENSION_POINTS)
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(API, OBSERVE, EXTENSION_POINTS, SPI, "java..", "javax.net..", "org.jspecify.."));

    @ArchTest
    static final ArchRule extensionsKnowTheApiOnly = classes()
            .that()
            .resideInAPackage(EXTENSIONS)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(EXTENSIONS, API, "java..", "org.jspecify.."));

    @ArchTest
    static final ArchRule coreKnowsNoTransport = classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    CORE,
                    API,
                    OBSERVE,
                    EXTENSION_POINTS,
                    SPI,
                    "java..",
                    "javax.net..",
                    "org.jspecify..",
                    "tools.jackson.core.."));

    @ArchTest
    static final ArchRule theJdkTransportKnowsTheSpiOnly = classes()
            .that()
            .resideInAPackage(JDK_TRANSPORT)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(JDK_TRANSPORT, SPI, "java..", "javax.net..", "org.jspecify.."));

    @ArchTest
    static final ArchRule theNettyTransportKnowsTheSpiOnly = classes()
            .that()
            .resideInAPackage(NETTY_TRANSPORT)
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(NETTY_TRANSPORT, SPI, "java..", "javax.net..", "io.netty..", "org.jspecify.."));

    @ArchTest
    static final ArchRule theMicrometerModuleKnowsTheApiOnly = classes()
            .that()
            .resideInAPackage(MICROMETER)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    MICROMETER, API, OBSERVE, EXTENSION_POINTS, SPI, "java..", "io.micrometer..", "org.jspecify.."));

    @ArchTest
    static final ArchRule theBatchRunnerKnowsTheApiOnly = classes()
            .that()
            .resideInAPackage(BATCH)
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(BATCH, API, OBSERVE, EXTENSION_POINTS, SPI, "java..", "org.jspecify.."));

    @ArchTest
    static final ArchRule theStarterKnowsTheApiAndWhatTheApplicationAdds = classes()
            .that()
            .resideInAPackage(SPRING_BOOT)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    SPRING_BOOT,
                    API,
                    OBSERVE,
                    EXTENSION_POINTS,
                    SPI,
                    MICROMETER,
                    TESTKIT,
                    "java..",
                    "javax.net..",
                    "org.springframework..",
                    "io.micrometer..",
                    "org.jspecify.."));

    @ArchTest
    static final ArchRule onlyTheTestSliceOfTheStarterKnowsTheTestkit = noClasses()
            .that()
            .resideInAPackage("dev.completions4j.spring.boot")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage(TESTKIT, "org.springframework.test..", "dev.completions4j.spring.boot.test"));

    @ArchTest
    static final ArchRule thePlaygroundEmbedsTheClientInVertx = classes()
            .that()
            .resideInAPackage(PLAYGROUND)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    PLAYGROUND,
                    API,
                    EXTENSIONS,
                    SPI,
                    NETTY_TRANSPORT,
                    TESTKIT,
                    "java..",
                    "io.vertx.core..",
                    "picocli..",
                    "org.jspecify.."));

    @ArchTest
    static final ArchRule theFlinkModuleKnowsTheApiAndFlinkOnly = classes()
            .that()
            .resideInAPackage(FLINK)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    FLINK,
                    API,
                    OBSERVE,
                    EXTENSION_POINTS,
                    SPI,
                    "java..",
                    "org.apache.flink..",
                    "org.slf4j..",
                    "org.jspecify.."));

    @ArchTest
    static final ArchRule theTestkitAndTheTckKnowNoCoreAndNoTransport = noClasses()
            .that()
            .resideInAnyPackage(TESTKIT, TCK)
            .should()
            .dependOnClassesThat(resideInAnyPackage(CORE, JDK_TRANSPORT, NETTY_TRANSPORT));

    @ArchTest
    static final ArchRule theProgramKnowsTheApiAndTheTestkit = classes()
            .that()
            .resideInAPackage(CLI)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    CLI, API, BATCH, OBSERVE, SPI, TESTKIT, "java..", "javax.net..", "picocli..", "org.jspecify.."));

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("dev.completions4j.(**)").should().beFreeOfCycles();

    /**
     * Cycles of at most three classes within a package are permitted; larger ones are listed here, and may only shrink.
     */
    private static final Map<String, Integer> LARGEST_CYCLES =
            Map.of(API, 14, EXTENSIONS, 4, "dev.completions4j.transport.netty", 7);

    @ArchTest
    static void classesFormNoLargeCyclesAndNoneAcrossPackages(JavaClasses classes) {
        List<Set<String>> wrong = ClassCycles.in(classes).stream()
                .filter(cycle -> {
                    Set<String> packages = cycle.stream()
                            .map(name -> name.substring(0, name.lastIndexOf('.')))
                            .collect(Collectors.toSet());
                    String first = packages.iterator().next();
                    return packages.size() > 1 || cycle.size() > LARGEST_CYCLES.getOrDefault(first, 3);
                })
                .toList();

        assertThat(wrong).isEmpty();
    }

    @ArchTest
    static final ArchRule transportsHideAllButTheirProviderAndThemselves = classes()
            .that(resideInAPackage(JDK_TRANSPORT).or(resideInAPackage(NETTY_TRANSPORT)))
            .and()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .haveSimpleNameEndingWith("Transport")
            .orShould()
            .haveSimpleNameEndingWith("TransportProvider");

    @ArchTest
    static final ArchRule librariesPrintNothing = noClasses()
            .that()
            .resideOutsideOfPackage(PLAYGROUND)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    /** Newcomers read this package first; types for extensions and observers only belong in other packages. */
    @ArchTest
    static void theCallersPackageFitsOnAScreen(JavaClasses classes) {
        assertThat(classes.stream()
                        .filter(each -> each.getPackageName().equals(API)
                                && each.isTopLevelClass()
                                && each.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .hasSizeLessThanOrEqualTo(40);
    }

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        Set<String> unmarked = classes.stream()
                .map(JavaClass::getPackage)
                .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .collect(Collectors.toSet());

        assertThat(unmarked).isEmpty();
    }
}
