// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportProvider;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class NettyTransportProviderTest {

    @Test
    void serviceLoaderFindsIt() {
        TransportProvider provider = ServiceLoader.load(TransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals("netty"))
                .findFirst()
                .orElseThrow();

        assertThat(provider.priority()).isEqualTo(100);
        assertThat(provider.unavailableReason()).isNull();
        try (Transport transport = provider.create(TransportConfig.defaults())) {
            assertThat(transport.info().name()).isEqualTo("netty");
            assertThat(transport.info().protocols()).containsExactlyInAnyOrder("HTTP/1.1", "HTTP/2");
        }
    }

    @Test
    void withoutNettyReportsTheMissingArtifact() throws Exception {
        URL[] withoutNetty = {location(NettyTransportProvider.class), location(TransportProvider.class)};
        try (URLClassLoader loader = new URLClassLoader(withoutNetty, ClassLoader.getPlatformClassLoader())) {
            Object provider = loader.loadClass(NettyTransportProvider.class.getName())
                    .getConstructor()
                    .newInstance();
            Object reason = provider.getClass().getMethod("unavailableReason").invoke(provider);

            assertThat((String) reason).contains("io.netty:netty-codec-http", "4.2");
        }
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
