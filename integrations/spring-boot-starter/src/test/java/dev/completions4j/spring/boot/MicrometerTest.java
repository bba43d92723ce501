// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import static dev.completions4j.spring.boot.Fakes.complete;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionsClient;
import dev.completions4j.micrometer.CompletionObservationConvention;
import dev.completions4j.micrometer.CompletionsMetrics;
import dev.completions4j.micrometer.CompletionsObservations;
import dev.completions4j.micrometer.DefaultCompletionObservationConvention;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.Observations;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which registries hear of calls. */
class MicrometerTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Fakes.class, Application.class)
            .withPropertyValues("completions4j.base-url=http://a/v1");

    /** Before a test too: contexts of other tests are cached, with registries that are among the global ones. */
    @BeforeEach
    @AfterEach
    void resetGlobalRegistries() {
        List.copyOf(Metrics.globalRegistry.getRegistries()).forEach(Metrics::removeRegistry);
        Metrics.globalRegistry.clear();
        Observations.resetRegistry();
    }

    @Test
    void countsEachCallOnceInTheRegistryOfTheContext() {
        runner.run(context -> {
            SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
            assertThat(Metrics.globalRegistry.getRegistries())
                    .as("Boot adds it to the global ones")
                    .contains(registry);

            complete(context.getBean(CompletionsClient.class));

            assertThat(registry.get("gen_ai.client.operation.duration").timer().count())
                    .isEqualTo(1);
        });
    }

    @Test
    void observesEachCallOnceInTheRegistryOfTheContext() {
        runner.withUserConfiguration(Handlers.class).run(context -> {
            Observations.setRegistry(context.getBean(ObservationRegistry.class));

            complete(context.getBean(CompletionsClient.class));

            assertThat(context.getBean(Handlers.class).stopped).containsExactly("gen_ai.client.operation");
        });
    }

    @Test
    void takesBeansOfTheApplication() {
        runner.withUserConfiguration(Handlers.class, Own.class).run(context -> {
            assertThat(context).hasSingleBean(CompletionsMetrics.class).hasBean("plainMetrics");

            complete(context.getBean(CompletionsClient.class));

            assertThat(context.getBean(Handlers.class).stopped).containsExactly("llm.call");
        });
    }

    @Test
    void leavesTheGlobalRegistriesToContextsWithoutRegistries() {
        new ApplicationContextRunner()
                .withUserConfiguration(Fakes.class)
                .withConfiguration(AutoConfigurations.of(
                        CompletionsAutoConfiguration.class, CompletionsMicrometerAutoConfiguration.class))
                .withPropertyValues("completions4j.base-url=http://a/v1")
                .run(context -> {
                    assertThat(context)
                            .doesNotHaveBean(CompletionsMetrics.class)
                            .doesNotHaveBean(CompletionsObservations.class);
                    SimpleMeterRegistry global = new SimpleMeterRegistry();
                    Metrics.addRegistry(global);

                    complete(context.getBean(CompletionsClient.class));

                    assertThat(global.get("gen_ai.client.operation.duration")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    static class Handlers implements ObservationHandler<Observation.Context> {

        private final List<String> stopped = new CopyOnWriteArrayList<>();

        @Override
        public void onStop(Observation.Context context) {
            stopped.add(context.getName());
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        CompletionsMetrics plainMetrics(MeterRegistry registry) {
            return CompletionsMetrics.withoutBuckets(registry);
        }

        @Bean
        CompletionObservationConvention convention() {
            return new DefaultCompletionObservationConvention() {
                @Override
                public String getName() {
                    return "llm.call";
                }
            };
        }
    }
}
