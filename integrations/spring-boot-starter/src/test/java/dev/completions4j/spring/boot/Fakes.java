// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.testkit.transport.RequestPattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Connects all clients of a context to a fake model, as a customizer. */
@Configuration(proxyBeanMethods = false)
class Fakes {

    static final CompletionRequest REQUEST =
            CompletionRequest.builder().model("m").prompt("Hello").build();

    @Bean(destroyMethod = "")
    FakeTransport fakeTransport() {
        FakeTransport transport = new FakeTransport();
        transport.always(
                RequestPattern.any(), FakeEndpoint.of(FakeModel.builder().build()));
        return transport;
    }

    @Bean
    @Order(0)
    CompletionsClientCustomizer fakeTransportCustomizer(FakeTransport transport) {
        return builder -> builder.transport(transport);
    }

    static Completion complete(CompletionsClient client) {
        return client.complete(REQUEST).join();
    }
}
