// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Verifies who receives which credentials when an HTTP proxy opens a tunnel to a server with TLS. */
final class JdkTransportTunnelTest {

    @Test
    void proxyAndServerReceiveOnlyTheirOwnCredentials() throws Exception {
        try (var server = origin();
                var proxy = TunnelProxy.before(server.baseUrl())) {
            assertThat(TunneledExchange.calls(proxy.port(), server.baseUrl())).endsWith("data ok", "complete");

            assertSeparated(server, proxy);
        }
    }

    /** The JVM disables credentials for tunnels by default, and reads the property that enables them once. */
    @Test
    void theProxyReceivesItsCredentialsIfTheJvmPermitsIt() throws Exception {
        try (var server = origin();
                var proxy = TunnelProxy.before(server.baseUrl())) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djdk.http.auth.tunneling.disabledSchemes=",
                            "-cp",
                            System.getProperty("java.class.path"),
                            TunneledExchange.class.getName(),
                            Integer.toString(proxy.port()),
                            server.baseUrl())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);

            assertThat(output).endsWith("data ok, complete]");
            assertSeparated(server, proxy);
            assertThat(proxy.heads())
                    .allMatch(head -> head.contains("Proxy-Authorization: Basic YW5uOmh1bnRlcjI=\r\n"));
        }
    }

    private static LoopbackServer origin() {
        return LoopbackServer.running(
                connection -> {
                    while (connection.readRequest() != null) {
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                },
                TestCertificate.serverContext());
    }

    private static void assertSeparated(LoopbackServer server, TunnelProxy proxy) {
        assertThat(proxy.heads())
                .singleElement()
                .asString()
                .startsWith("CONNECT ")
                .doesNotContain("secret");
        assertThat(server.requests())
                .singleElement()
                .extracting(ReceivedRequest::headers)
                .satisfies(headers -> {
                    assertThat(headers.first("Authorization")).isEqualTo("Bearer secret-key");
                    assertThat(headers.first("Proxy-Authorization")).isNull();
                });
    }
}
