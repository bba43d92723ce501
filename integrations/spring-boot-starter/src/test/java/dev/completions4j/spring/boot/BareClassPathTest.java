// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionsClient;
import java.util.Comparator;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotationMetadata;

/** The starter with Spring Boot and nothing else. */
class BareClassPathTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Application.class, Fakes.class)
            .withPropertyValues("completions4j.base-url=http://a/v1");

    @Test
    void needsNothingElse() {
        runner.withClassLoader(new FilteredClassLoader(
                        "dev.completions4j.micrometer",
                        "io.micrometer",
                        "org.springframework.boot.actuate",
                        "org.springframework.boot.health",
                        "org.springframework.boot.micrometer"))
                .run(context -> assertThat(context)
                        .hasSingleBean(CompletionsClient.class)
                        .doesNotHaveBean("completionsHealthContributor")
                        .doesNotHaveBean("completionsSecretSanitizer")
                        .doesNotHaveBean("completionsMetrics"));
    }

    @Test
    void needsNoMicrometerModule() {
        runner.withClassLoader(new FilteredClassLoader("dev.completions4j.micrometer"))
                .run(context -> assertThat(context)
                        .hasSingleBean(CompletionsClient.class)
                        .hasBean("completionsHealthContributor")
                        .doesNotHaveBean("completionsMetrics"));
    }

    @Configuration(proxyBeanMethods = false)
    @Import(AutoConfigurationsOfTheStarter.class)
    static class Application {}

    /** By name, as Boot does, so that their conditions are checked before they are loaded. */
    static class AutoConfigurationsOfTheStarter implements DeferredImportSelector {

        @Override
        public String[] selectImports(AnnotationMetadata importing) {
            ImportCandidates all = ImportCandidates.load(AutoConfiguration.class, null);
            return StreamSupport.stream(all.spliterator(), false)
                    .filter(name -> name.startsWith("dev.completions4j."))
                    // As their order says: what follows on beans of others comes last.
                    .sorted(Comparator.comparing(name -> !name.equals(CompletionsAutoConfiguration.class.getName())))
                    .toArray(String[]::new);
        }
    }
}
