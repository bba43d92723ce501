// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.testkit.transport.FakeTransport;
import dev.completions4j.transport.ProxyServer;
import org.junit.jupiter.api.Test;

/** Settings of a client that do not go together. */
class ClientBuilderTest {

    private final CompletionsClient.Builder builder =
            CompletionsClient.builder().transport(new FakeTransport());

    @Test
    void refusesATlsContextBesideATransportThatHasItsOwn() {
        refuses(builder.sslContext(TestCertificate.clientContext()));
    }

    @Test
    void refusesAProxyBesideATransportThatHasItsOwn() {
        refuses(builder.proxy(ProxyServer.http("proxy.test", 3128)));
    }

    private static void refuses(CompletionsClient.Builder builder) {
        assertThatIllegalStateException()
                .isThrownBy(builder::build)
                .withMessageContaining("sslContext or proxy")
                .withMessageContaining("handed in");
    }
}
