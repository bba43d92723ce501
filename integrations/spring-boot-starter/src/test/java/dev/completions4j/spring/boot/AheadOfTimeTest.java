// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionsClient;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.ExecutableHint;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.io.InputStreamSource;
import org.springframework.javapoet.ClassName;

/** Spring's processing at build time, which native images need. */
class AheadOfTimeTest {

    private final InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();

    @Test
    void writesDefinitionsOfTheClients() throws IOException {
        process();

        assertThat(sources())
                .contains("registerBeanDefinition(\"chat\"", "registerBeanDefinition(\"code\"")
                .contains(CompletionsClient.class.getName());
    }

    /** Without hints of the starter's own. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                CompletionsProperties.class,
                CompletionsProperties.HealthProperties.class,
                ClientProperties.class,
                ClientProperties.Timeouts.class,
                ClientProperties.Retries.class,
                ClientProperties.Proxy.class,
                ClientProperties.Ssl.class
            })
    void bindsPropertiesInAnImage(Class<?> properties) throws IOException {
        ReflectionHints hints = process().reflection();

        List<String> setters = Stream.of(properties.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith("set"))
                .toList();
        assertThat(setters).isNotEmpty();
        assertThat(Objects.requireNonNull(hints.getTypeHint(properties))
                        .methods()
                        .map(ExecutableHint::getName))
                .containsAll(setters);
    }

    private RuntimeHints process() throws IOException {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of(
                            "completions4j.clients.chat.base-url=http://a/v1",
                            "completions4j.clients.code.base-url=http://b/v1")
                    .applyTo(context);
            context.register(BareClassPathTest.Application.class);
            DefaultGenerationContext generation =
                    new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(AheadOfTimeTest.class)), files);

            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            generation.writeGeneratedContent();
            return generation.getRuntimeHints();
        }
    }

    private String sources() throws IOException {
        StringJoiner sources = new StringJoiner("\n");
        Map<String, InputStreamSource> generated = files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE);
        for (String name : generated.keySet()) {
            sources.add(files.getGeneratedFileContent(GeneratedFiles.Kind.SOURCE, name));
        }
        return sources.toString();
    }
}
