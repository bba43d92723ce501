// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

final class ClosureContextTest {

    @Test
    void theDefaultContextIsNotCreatedBeforeAConnectionNeedsIt() throws Exception {
        SSLContext before = SSLContext.getDefault();
        try (var transport = JdkTransport.create(TestConfig.PATIENT);
                LoopbackServer server = LoopbackServer.running(
                        connection -> {
                            connection.readRequest();
                            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                            connection.awaitClientClose();
                        },
                        TestCertificate.serverContext())) {
            SSLContext.setDefault(TestCertificate.clientContext());
            RecordingHandler handler = new RecordingHandler();
            transport.send(Posts.to(server.baseUrl()), handler);

            assertThat(handler.awaitEnd().calls()).endsWith("complete");
        } finally {
            SSLContext.setDefault(before);
        }
    }

    @Test
    void anEngineOfTheDefaultContextHasItsProtocolsAndCipherSuites() throws Exception {
        SSLEngine engine = configuredByTheClient(ClosureContext.ofTheJvm());

        SSLEngine expected = configuredByTheClient(SSLContext.getDefault());
        assertThat(engine.getEnabledProtocols()).isEqualTo(expected.getEnabledProtocols());
        assertThat(engine.getEnabledCipherSuites()).isEqualTo(expected.getEnabledCipherSuites());
    }

    /** Configures an engine as {@code HttpClient} does: with the default parameters. */
    private static SSLEngine configuredByTheClient(SSLContext context) {
        SSLParameters parameters = context.getDefaultSSLParameters();
        SSLEngine engine = context.createSSLEngine("host.test", 443);
        engine.setUseClientMode(true);
        engine.setSSLParameters(parameters);
        return engine;
    }
}
