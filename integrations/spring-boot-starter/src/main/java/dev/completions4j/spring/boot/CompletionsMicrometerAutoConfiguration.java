// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.micrometer.CompletionObservationConvention;
import dev.completions4j.micrometer.CompletionsMetrics;
import dev.completions4j.micrometer.CompletionsObservations;
import dev.completions4j.micrometer.GlobalMetricsPlugin;
import dev.completions4j.micrometer.GlobalObservationsPlugin;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Reports the calls of all clients to the context's registries, in place of Micrometer's global ones.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
        before = CompletionsAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnClass({CompletionsMetrics.class, MeterRegistry.class})
@ConditionalOnProperty(name = "completions4j.enabled", matchIfMissing = true)
public final class CompletionsMicrometerAutoConfiguration {

    CompletionsMicrometerAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnSingleCandidate(MeterRegistry.class)
    static class Meters {

        @Bean
        @ConditionalOnMissingBean
        CompletionsMetrics completionsMetrics(MeterRegistry registry) {
            return CompletionsMetrics.of(registry);
        }

        @Bean
        ReplacedPlugin completionsGlobalMetrics() {
            return new ReplacedPlugin(GlobalMetricsPlugin.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnSingleCandidate(ObservationRegistry.class)
    static class Observations {

        @Bean
        @ConditionalOnMissingBean
        CompletionsObservations completionsObservations(
                ObservationRegistry registry, ObjectProvider<CompletionObservationConvention> convention) {
            CompletionsObservations.Builder builder = CompletionsObservations.builder(registry);
            convention.ifUnique(builder::convention);
            return builder.build();
        }

        @Bean
        ReplacedPlugin completionsGlobalObservations() {
            return new ReplacedPlugin(GlobalObservationsPlugin.class);
        }
    }
}
