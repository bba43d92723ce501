// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot.test;

import dev.completions4j.spring.boot.CompletionsClientCustomizer;
import dev.completions4j.testkit.model.FakeModel;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Defines the fake model and its server, and connects the clients to it. */
@Configuration(proxyBeanMethods = false)
final class FakeModelConfiguration {

    @Bean
    @ConditionalOnMissingBean
    FakeModel fakeModel() {
        return FakeModel.builder().build();
    }

    @Bean
    FakeServer fakeServer(FakeModel model) {
        return new FakeServer(model);
    }

    @Bean
    static DefaultBaseUrls fakeServerBaseUrls() {
        return new DefaultBaseUrls();
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    CompletionsClientCustomizer fakeServerCustomizer(FakeServer server) {
        // A client refuses TLS and proxy settings together with a transport.
        return builder -> builder.transport(server.facade()).sslContext(null).proxy(null);
    }
}
