// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.CompletionsClient;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Health of the clients' servers, for Spring Boot 4.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = CompletionsAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("completions")
@ConditionalOnBean({CompletionsClient.class, WaitingChecks.class})
public final class CompletionsHealthAutoConfiguration {

    CompletionsHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = {"completionsHealthIndicator", "completionsHealthContributor"})
    HealthContributor completionsHealthContributor(
            Map<String, CompletionsClient> clients, CompletionsProperties properties, WaitingChecks waitingChecks) {
        return clients.size() == 1
                ? indicator(clients.values().iterator().next(), properties, waitingChecks)
                : CompositeHealthContributor.fromMap(clients, client -> indicator(client, properties, waitingChecks));
    }

    private static HealthIndicator indicator(
            CompletionsClient client, CompletionsProperties properties, WaitingChecks waitingChecks) {
        ModelsCheck check = new ModelsCheck(client, properties.getHealth().getTimeout(), waitingChecks);
        return () -> health(check.run());
    }

    private static Health health(ModelsCheck.Result result) {
        if (result instanceof ModelsCheck.Down down) {
            return Health.down(down.failure()).build();
        }
        if (result instanceof ModelsCheck.Unknown unknown) {
            return Health.unknown().withException(unknown.failure()).build();
        }
        int models = ((ModelsCheck.Up) result).models();
        return Health.up().withDetail("models", models).build();
    }
}
