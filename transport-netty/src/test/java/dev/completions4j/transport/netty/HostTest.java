// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.TransportConfig;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests hosts that {@link URI#getHost} supports, and others. */
final class HostTest {

    private final List<String> lookedUp = new CopyOnWriteArrayList<>();
    private final NettyTransport.Builder builder = NettyTransport.builder().lookup(host -> {
        lookedUp.add(host);
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    });

    @ParameterizedTest
    @ValueSource(strings = {"app_llm", "app_llm.", "localhost.", "1.a_b.2"})
    void isResolvedAndSentInHost(String host) {
        try (TransportFixture fixture = new TransportFixture(builder);
                LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))) {
            String url = server.baseUrl().replace("127.0.0.1", host);

            assertThat(fixture.send(url, new RecordingHandler()).end()).isEqualTo("complete");
            assertThat(lookedUp).containsExactly(host);
            assertThat(server.requests().get(0).headers().first("Host"))
                    .isEqualTo(URI.create(url).getRawAuthority());
        }
    }

    @Test
    void isReportedByFailures() {
        try (TransportFixture fixture = new TransportFixture(builder)) {
            RecordingHandler handler = fixture.send("http://app_llm:1", new RecordingHandler());

            assertThat(handler.end()).isEqualTo("failure CONNECT NOT_SENT");
            assertThat(handler.failure()).hasMessageContaining("app_llm:1");
        }
    }

    @Test
    void isReachedThroughAProxyWithSuchAName() {
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK));
                TestProxy proxy = TestProxy.http()) {
            ProxyServer named = ProxyServer.http("app_proxy", proxy.asHttp().port());
            TransportConfig config = TransportConfig.defaults().withProxy(named);
            try (TransportFixture fixture = new TransportFixture(builder.config(config))) {
                assertThat(fixture.send(server).end()).isEqualTo("complete");
                assertThat(lookedUp).containsExactly("app_proxy");
            }
        }
    }

    @Test
    void isSentToProxies() {
        try (LoopbackServer server = LoopbackServer.running(TransportFixture.answering(TransportFixture.OK));
                TestProxy http = TestProxy.http();
                TestProxy socks = TestProxy.socks5(false)) {
            String url = server.baseUrl().replace("127.0.0.1", "app_llm");
            for (ProxyServer proxy : List.of(http.asHttp(), socks.asSocks5())) {
                TransportConfig config = TransportConfig.defaults().withProxy(proxy);
                try (TransportFixture fixture = new TransportFixture(builder.config(config))) {
                    assertThat(fixture.send(url, new RecordingHandler()).end()).isEqualTo("complete");
                }
            }
            assertThat(http.received().get(0))
                    .startsWith("CONNECT " + URI.create(url).getRawAuthority() + " HTTP/1.1");
            assertThat(socks.received()).containsExactly("app_llm");
            assertThat(lookedUp).isEmpty();
        }
    }

    /** The JVM verifies no certificate for names that are invalid by RFC 1123, so nothing is sent. */
    @Test
    void withAnUnderscoreCannotBeVerifiedByTls() {
        builder.sslContext(TestCertificate.clientContext());
        try (TransportFixture fixture = new TransportFixture(builder);
                LoopbackServer server = LoopbackServer.running(
                        TransportFixture.answering(TransportFixture.OK), TestCertificate.serverContext())) {
            RecordingHandler handler =
                    fixture.send(server.baseUrl().replace("127.0.0.1", "app_llm"), new RecordingHandler());

            assertThat(handler.end()).isEqualTo("failure TLS NOT_SENT");
            assertThat(handler.failure()).hasMessageContaining("underscore");
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost."})
    void withATrailingDotHasTheCertificateOfTheNameWithout(String host) {
        builder.sslContext(TestCertificate.clientContext());
        try (TransportFixture fixture = new TransportFixture(builder);
                LoopbackServer server = LoopbackServer.running(
                        TransportFixture.answering(TransportFixture.OK), TestCertificate.serverContext())) {
            RecordingHandler handler =
                    fixture.send(server.baseUrl().replace("127.0.0.1", host), new RecordingHandler());

            assertThat(handler.end()).isEqualTo("complete");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://app_llm, app_llm",
        "http://app_llm:, app_llm",
        "https://app_llm:8443, app_llm:8443",
        "http://[fe80::1%25eth0]:8000, [fe80::1]:8000",
        "https://[fe80::1%25eth0], [fe80::1]",
        "https://API.Example, api.example",
    })
    void isSentInTheHostHeader(String url, String header) {
        assertThat(Route.of(URI.create(url)).authority()).isEqualTo(header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a..b", "http://host:65536", "http://a_b:0", "http:///path"})
    void ifInvalidIsReportedToTheHandler(String url) {
        try (TransportFixture fixture = new TransportFixture(builder)) {
            assertThat(fixture.send(url, new RecordingHandler()).end()).isEqualTo("failure INTERNAL NOT_SENT");
        }
    }
}
