// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint.ConfigurationPropertiesDescriptor;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint.EnvironmentDescriptor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** What Actuator's endpoints show of properties. */
class ActuatorSecretsTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Application.class)
            .withPropertyValues(
                    "management.endpoints.web.exposure.include=configprops,env",
                    "completions4j.base-url=http://a/v1",
                    "completions4j.max-queued=4321",
                    "completions4j.api-key=${LLM_TOKEN}",
                    "completions4j.headers.X-Auth=secret-header",
                    "completions4j.headers.Authorization=Bearer ${HEADER_TOKEN}",
                    "completions4j.headers.Cookie=session=${SESSION}; theme=dark",
                    "completions4j.headers.X-Access=${USER}:${USER_KEY},${GROUP_KEY}",
                    "completions4j.headers.user-agent=${APPLICATION}/1.0",
                    "completions4j.headers.Accept=${MEDIA_TYPE}",
                    "completions4j.query-parameters.sig=secret-parameter",
                    "completions4j.proxy.host=p",
                    "completions4j.proxy.port=1",
                    "completions4j.proxy.user=u",
                    "completions4j.proxy.password=secret-password",
                    "completions4j.clients.chat.apiKey=secret-chat",
                    "completions4j.clients.code.base-url=http://b/v1",
                    "completions4j.query-parameters.api-version=${API_VERSION}",
                    "third.party=visible")
            .withInitializer(context -> context.getEnvironment()
                    .getPropertySources()
                    .replace(
                            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                            new SystemEnvironmentPropertySource(
                                    StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                    Map.ofEntries(
                                            entry(
                                                    "JAVA_OPTIONS",
                                                    "-Dcompletions4j.api-key=secret-token"
                                                            + " --completions4j.headers.X-Auth=secret-header"),
                                            entry("ARGUMENTS", "--token=secret-in-header"),
                                            entry("LLM_TOKEN", "secret-token"),
                                            entry("HEADER_TOKEN", "secret-in-header"),
                                            entry("SESSION", "secret-session"),
                                            entry("USER", "ada"),
                                            entry("USER_KEY", "secret-of-user"),
                                            entry("GROUP_KEY", "secret-of-group"),
                                            entry("APPLICATION", "visible-application"),
                                            entry("MEDIA_TYPE", "visible/type"),
                                            entry("API_VERSION", "visible-version"),
                                            entry("COMPLETIONS4J_CLIENTS_CODE_APIKEY", "secret-code")))));

    @ParameterizedTest
    @ValueSource(strings = {"never", "always"})
    void hasNoSecrets(String shown) {
        runner.withPropertyValues(
                        "management.endpoint.configprops.show-values=" + shown,
                        "management.endpoint.env.show-values=" + shown)
                .run(context -> {
                    String properties = shown(context.getBean(ConfigurationPropertiesReportEndpoint.class)
                            .configurationPropertiesWithPrefix("completions4j"));
                    String environment =
                            shown(context.getBean(EnvironmentEndpoint.class).environment(null));

                    assertThat(properties)
                            .contains("apiKey", "chat", "password")
                            .doesNotContain("secret-");
                    assertThat(environment)
                            .contains("completions4j.api-key", "LLM_TOKEN", "COMPLETIONS4J_CLIENTS_CODE_APIKEY")
                            .doesNotContain("secret-");
                    if (shown.equals("always")) {
                        assertThat(properties).contains("4321");
                        assertThat(environment)
                                .contains(
                                        "4321",
                                        "third.party=visible",
                                        "USER=ada",
                                        "APPLICATION=visible-application",
                                        "MEDIA_TYPE=visible/type",
                                        "API_VERSION=visible-version");
                    }
                });
    }

    @Test
    void needsNoClient() {
        runner.withPropertyValues("completions4j.enabled=false", "management.endpoint.env.show-values=always")
                .run(context -> assertThat(
                                shown(context.getBean(EnvironmentEndpoint.class).environment(null)))
                        .contains("completions4j.headers.X-Auth=******", "visible")
                        .doesNotContain("secret-password", "secret-chat"));
    }

    private static String shown(ConfigurationPropertiesDescriptor report) {
        return report.getContexts().values().stream()
                .flatMap(context -> context.getBeans().values().stream())
                .map(bean -> bean.getPrefix() + " " + bean.getProperties() + " " + bean.getInputs())
                .collect(Collectors.joining("\n"));
    }

    private static String shown(EnvironmentDescriptor report) {
        return report.getPropertySources().stream()
                .flatMap(source -> source.getProperties().entrySet().stream())
                .map(property -> property.getKey() + "=" + property.getValue().getValue())
                .collect(Collectors.joining("\n"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
