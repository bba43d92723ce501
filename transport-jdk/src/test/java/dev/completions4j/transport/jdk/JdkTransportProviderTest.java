// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class JdkTransportProviderTest {

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(TransportProvider.class)).singleElement().satisfies(provider -> {
            assertThat(provider.name()).isEqualTo("jdk");
            assertThat(provider.priority()).isEqualTo(50);
            assertThat(provider.unavailableReason()).isNull();
        });
    }

    @Test
    void createsAJdkTransport() {
        try (var transport = new JdkTransportProvider().create(TransportConfig.defaults())) {
            assertThat(transport).isInstanceOf(JdkTransport.class);
            assertThat(transport.info().name()).isEqualTo("jdk");
            assertThat(transport.info().protocols()).containsExactlyInAnyOrder("HTTP/1.1", "HTTP/2");
        }
    }
}
