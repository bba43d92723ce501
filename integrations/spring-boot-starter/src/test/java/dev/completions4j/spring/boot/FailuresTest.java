// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a person reads if the application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class FailuresTest {

    @Test
    void missingBaseUrl(CapturedOutput output) {
        assertThat(startWith(output))
                .contains(
                        "The client 'completionsClient' has no base URL: the property 'completions4j.base-url' is not set.")
                .contains("Set 'completions4j.base-url' to the URL of the server, such as http://localhost:8000/v1");
    }

    @Test
    void missingBaseUrlOfANamedClient(CapturedOutput output) {
        assertThat(startWith(output, "completions4j.clients.chat.api-key=k-secret"))
                .contains("the property 'completions4j.clients.chat.base-url' is not set.")
                .doesNotContain("k-secret");
    }

    @Test
    void unknownProfile(CapturedOutput output) {
        assertThat(startWith(output, "completions4j.base-url=http://a/v1", "completions4j.profile=vlm"))
                .contains("Property: completions4j.profile", "Value: \"vlm\"", "VLLM", "LLAMA_CPP");
    }

    @Test
    void unknownTransport(CapturedOutput output) {
        assertThat(startWith(output, "completions4j.base-url=http://a/v1", "completions4j.transport=nety"))
                .contains("The client 'completionsClient' cannot be created: No transport is named 'nety'")
                .contains("Transports found: jdk");
    }

    @Test
    void badUrl(CapturedOutput output) {
        assertThat(startWith(output, "completions4j.base-url=ftp://user:k-secret@a"))
                .contains("The property 'completions4j.base-url' is invalid:")
                .contains("Correct the property 'completions4j.base-url'.")
                .doesNotContain("k-secret");
    }

    @Test
    void badDurations(CapturedOutput output) {
        assertThat(startWith(output, "completions4j.base-url=http://a/v1", "completions4j.shutdown-grace=-1s"))
                .contains("completions4j.shutdown-grace", "must not be negative");
        assertThat(startWith(output, "completions4j.base-url=http://a/v1", "completions4j.health.timeout=0"))
                .contains("completions4j.health.timeout", "must be positive");
    }

    @Test
    void badKey(CapturedOutput output) {
        assertThat(startWith(output, "completions4j.base-url=http://a/v1", "completions4j.api-key=k secret"))
                .contains("The property 'completions4j.api-key' is invalid:")
                .doesNotContain("k secret");
    }

    @Test
    void requiredTls(CapturedOutput output) {
        assertThat(startWith(
                        output,
                        "completions4j.base-url=http://a.example/v1",
                        "completions4j.api-key=k-secret",
                        "completions4j.require-tls=true"))
                .contains("The client 'completionsClient' cannot be created:")
                .doesNotContain("k-secret");
    }

    @Test
    void unknownSslBundle(CapturedOutput output) {
        assertThat(startWith(output, "completions4j.base-url=http://a/v1", "completions4j.ssl.bundle=internal"))
                .contains("The property 'completions4j.ssl.bundle' is invalid:")
                .contains("'internal'");
    }

    @Test
    void unknownPrimary(CapturedOutput output) {
        assertThat(startWith(output, "completions4j.primary=fast", "completions4j.clients.chat.base-url=http://a/v1"))
                .contains("The property 'completions4j.primary' is 'fast', which is not the name of a client.")
                .contains("Set it to one of [chat].");
    }

    @Test
    void nameOfAnotherBean(CapturedOutput output) {
        assertThat(startWith(output, "completions4j.clients.taken.base-url=http://a/v1"))
                .contains("The client 'taken' has the name of another bean.")
                .contains("Rename 'completions4j.clients.taken'.");
    }

    /** Returns what a failed start prints. */
    private static String startWith(CapturedOutput output, String... properties) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        String[] arguments = new String[properties.length];
        for (int i = 0; i < properties.length; i++) {
            arguments[i] = "--" + properties[i];
        }
        try {
            application.run(arguments).close();
        } catch (RuntimeException expected) {
            assertThat(output).contains("APPLICATION FAILED TO START");
            return output.toString();
        }
        throw new AssertionError("The application has started");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        String taken() {
            return "";
        }
    }
}
