// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.CompletionsClient;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;

/**
 * Auto-configuration of clients: the bean {@code completionsClient}, or a bean for each client below
 * {@code completions4j.clients}. Defines none if the application defines a {@link CompletionsClient}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnProperty(name = "completions4j.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CompletionsProperties.class)
public final class CompletionsAutoConfiguration {

    static final String FACTORY = "completionsClientFactory";

    CompletionsAutoConfiguration() {}

    @Bean(FACTORY)
    ClientFactory completionsClientFactory(CompletionsProperties properties, ListableBeanFactory beanFactory) {
        return new ClientFactory(properties, beanFactory);
    }

    /** For applications that define clients of their own: a builder with the properties of the top level. */
    @Bean
    @Scope("prototype")
    @ConditionalOnMissingBean
    CompletionsClient.Builder completionsClientBuilder(ClientFactory factory) {
        return factory.builder(ClientFactory.ONLY);
    }

    @Bean
    ClientShutdown completionsClientShutdown(ConfigurableApplicationContext context, CompletionsProperties properties) {
        return new ClientShutdown(context, properties.getShutdownGrace());
    }

    @Bean
    WaitingChecks completionsWaitingChecks() {
        return new WaitingChecks();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(CompletionsClient.class)
    @Import(ClientRegistrar.class)
    static class Clients {}
}
