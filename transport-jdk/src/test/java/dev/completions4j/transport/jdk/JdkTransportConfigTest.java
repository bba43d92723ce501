// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.completions4j.testkit.ReceivedRequest;
import dev.completions4j.testkit.server.ClosedPort;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportFeature;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the transport follows its configuration. */
final class JdkTransportConfigTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void trustsTheCertificatesOfTheContext() throws Exception {
        TransportConfig trusting = TestConfig.PATIENT.withSslContext(TestCertificate.clientContext());
        try (LoopbackServer server = LoopbackServer.running(answering(OK), TestCertificate.serverContext())) {
            assertThat(exchange(trusting, server.baseUrl()).calls()).endsWith("complete");
            assertThat(exchange(TestConfig.PATIENT, server.baseUrl()).calls()).endsWith("failure TLS NOT_SENT");
        }
    }

    @Test
    void usesAnHttpProxyWithCredentials() throws Exception {
        try (LoopbackServer proxy = LoopbackServer.running(answering(OK))) {
            TransportConfig config =
                    TransportConfig.defaults().withProxy(at(proxy).withCredentials("ann", "hunter2"));

            assertThat(exchange(config, "http://origin.test").calls()).endsWith("complete");
            assertThat(proxy.requests()).singleElement().satisfies(request -> {
                assertThat(request.path()).isEqualTo("http://origin.test/v1/completions");
                assertThat(request.headers().first("Proxy-Authorization")).isEqualTo("Basic YW5uOmh1bnRlcjI=");
            });
        }
    }

    @Test
    void reportsAProxyThatRequiresOtherCredentials() throws Exception {
        try (LoopbackServer proxy = LoopbackServer.running(
                answering("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n"))) {
            TransportConfig config = TransportConfig.defaults().withProxy(at(proxy));

            assertThat(exchange(config, "http://origin.test").calls()).endsWith("failure PROXY NOT_SENT");
            assertThat(exchange(config, "https://origin.test").calls()).endsWith("failure PROXY NOT_SENT");
            assertThat(proxy.requests()).extracting(ReceivedRequest::method).containsExactly("POST", "CONNECT");
            assertThat(proxy.requests().get(1).headers().first("Authorization")).isNull();
        }
    }

    @Test
    void reportsAnUnreachableProxy() throws Exception {
        try (ClosedPort port = new ClosedPort()) {
            TransportConfig config = TransportConfig.defaults().withProxy(ProxyServer.http("127.0.0.1", port.number()));

            RecordingHandler handler = exchange(config, "http://origin.test");
            assertThat(handler.calls()).endsWith("failure PROXY NOT_SENT");
            assertThat(handler.failure()).hasMessageContaining(port.baseUrl());
        }
    }

    @ParameterizedTest
    @MethodSource
    void connectsWithoutALimit(Duration connectTimeout) throws Exception {
        TransportConfig config = TransportConfig.defaults().withConnectTimeout(connectTimeout);
        try (LoopbackServer server = LoopbackServer.running(answering(OK))) {
            assertThat(exchange(config, server.baseUrl()).calls()).endsWith("complete");
        }
    }

    static List<Duration> connectsWithoutALimit() {
        return List.of(
                ChronoUnit.FOREVER.getDuration(),
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofMillis(Long.MAX_VALUE),
                Duration.ofNanos(Long.MAX_VALUE));
    }

    @Test
    void doesNotSupportSocks() {
        TransportConfig config = TransportConfig.defaults().withProxy(ProxyServer.socks5("proxy.test", 1080));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdkTransport.create(config))
                .withMessageContaining("socks5://proxy.test:1080")
                .withMessageContaining("Netty");
        try (Transport transport = JdkTransport.create(TransportConfig.defaults())) {
            assertThat(transport.info().features())
                    .containsExactlyInAnyOrder(TransportFeature.HTTP_2, TransportFeature.HTTP_PROXY);
        }
    }

    private static RecordingHandler exchange(TransportConfig config, String baseUrl) throws InterruptedException {
        RecordingHandler handler = new RecordingHandler();
        try (Transport transport = JdkTransport.create(config)) {
            transport.send(Posts.to(baseUrl), handler);
            return handler.awaitEnd();
        }
    }

    private static ConnectionScript answering(String response) {
        return connection -> {
            while (connection.readRequest() != null) {
                connection.write(response);
            }
        };
    }

    private static ProxyServer at(LoopbackServer proxy) {
        URI address = URI.create(proxy.baseUrl());
        return ProxyServer.http(Objects.requireNonNull(address.getHost()), address.getPort());
    }
}
