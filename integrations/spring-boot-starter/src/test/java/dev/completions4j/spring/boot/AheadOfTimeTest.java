// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionsClient;
import java.io.IOException;
import java.util.Map;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.io.InputStreamSource;
import org.springframework.javapoet.ClassName;

/** Spring's processing at build time, which native images need. */
class AheadOfTimeTest {

    @Test
    void writesDefinitionsOfTheClients() throws IOException {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
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
        }

        assertThat(sources(files))
                .contains("registerBeanDefinition(\"chat\"", "registerBeanDefinition(\"code\"")
                .contains(CompletionsClient.class.getName());
    }

    private static String sources(InMemoryGeneratedFiles files) throws IOException {
        StringJoiner sources = new StringJoiner("\n");
        Map<String, InputStreamSource> generated = files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE);
        for (String name : generated.keySet()) {
            sources.add(files.getGeneratedFileContent(GeneratedFiles.Kind.SOURCE, name));
        }
        return sources.toString();
    }
}
