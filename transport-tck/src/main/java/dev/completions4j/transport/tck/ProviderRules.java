// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Chapter 11: providers. */
interface ProviderRules extends Chapter {

    @Test
    @DisplayName("11.1 A provider's name consists of lower-case letters, digits and hyphens, and"
            + " ServiceLoader finds the provider.")
    default void rule_11_1_providersAreFoundByName() {
        TransportProvider provider = requireProvider();

        assertThat(provider.name()).matches("[a-z0-9-]+");
        assertThat(ServiceLoader.load(TransportProvider.class))
                .as("the providers that ServiceLoader finds")
                .anyMatch(found -> found.getClass() == provider.getClass());
    }

    @Test
    @DisplayName("11.2 create opens no connection; each call returns a new transport.")
    default void rule_11_2_createReturnsANewTransport() throws Exception {
        TransportProvider provider = requireProvider();
        LoopbackServer server = lab().wire(Wire.answeringAll(Wire.OK));
        Transport first = lab().closing(provider.create(TransportConfig.defaults()));
        Transport second = lab().closing(provider.create(TransportConfig.defaults()));
        assertThat(second).isNotSameAs(first);
        assertThat(server.connections()).isZero();

        first.close();
        SignalRecorder handler = lab().recorder();
        second.send(lab().postTo(server.baseUrl()), handler);
        assertThat(handler.awaitEnd().signals())
                .as("the signals of the second transport after the first was closed")
                .endsWith("onComplete");
    }

    @Test
    @DisplayName("11.3 The name in info is the provider's name.")
    default void rule_11_3_transportAndProviderHaveTheSameName() {
        TransportProvider provider = requireProvider();
        Transport transport = lab().closing(provider.create(TransportConfig.defaults()));

        assertThat(transport.info().name()).isEqualTo(provider.name());
    }

    private TransportProvider requireProvider() {
        TransportProvider provider = lab().subject().provider();
        if (provider == null) {
            throw new TestAbortedException("The transport has no provider");
        }
        return provider;
    }
}
