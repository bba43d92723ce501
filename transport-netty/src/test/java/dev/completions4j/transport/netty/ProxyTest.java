// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.completions4j.testkit.server.ClosedPort;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportFeature;
import dev.completions4j.transport.netty.NettyTransport.Http2;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyTest {

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void httpProxyReceivesConnectWithoutTheServersSecrets(String scheme) {
        try (TestProxy proxy = TestProxy.http();
                LoopbackServer server = server(scheme);
                TransportFixture fixture = through(proxy.asHttp().withCredentials("ann", "hunter2"))) {
            RecordingHandler handler = fixture.send(server);

            assertThat(handler.end()).isEqualTo("complete");
            String authority = server.baseUrl().substring(scheme.length() + 3);
            assertThat(proxy.received())
                    .singleElement()
                    .satisfies(head -> assertThat(head)
                            .startsWith("CONNECT " + authority + " HTTP/1.1\r\n")
                            .containsIgnoringCase("\r\nproxy-authorization: Basic YW5uOmh1bnRlcjI=\r\n")
                            .doesNotContain("secret-key"));
            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request.target()).isEqualTo("/v1/completions");
                assertThat(request.headers().first("Authorization")).isEqualTo("Bearer secret-key");
                assertThat(request.headers().first("Proxy-Authorization")).isNull();
            });
            assertThat(fixture.send(server).end()).isEqualTo("complete");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void socksProxyResolvesTheNameAndGetsTheCredentials() {
        try (TestProxy proxy = TestProxy.socks5(true);
                LoopbackServer server = server("http");
                TransportFixture fixture = through(proxy.asSocks5().withCredentials("ann", "hunter2"))) {
            String url = server.baseUrl().replace("127.0.0.1", "origin.test");

            assertThat(fixture.send(url, new RecordingHandler()).end()).isEqualTo("complete");
            assertThat(proxy.received()).containsExactly("ann:hunter2", "origin.test");
        }
    }

    @Test
    void socksProxyWithoutCredentialsSupportsTls() {
        try (TestProxy proxy = TestProxy.socks5(false);
                LoopbackServer server = server("https");
                TransportFixture fixture = through(proxy.asSocks5())) {
            assertThat(fixture.send(server).end()).isEqualTo("complete");
            assertThat(proxy.received()).containsExactly("127.0.0.1");
        }
    }

    @Test
    void http2WorksThroughAProxy() {
        try (TestProxy proxy = TestProxy.http();
                Http2Server server =
                        Http2Server.secure(TestCertificate.serverContext(), exchange -> exchange.ok("ok"));
                TransportFixture fixture = through(proxy.asHttp())) {
            RecordingHandler handler = fixture.send(server.baseUrl() + "/", new RecordingHandler());

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(handler.head().protocol()).isEqualTo("HTTP/2");
        }
    }

    /** A server may send its SETTINGS as soon as the proxy has connected. */
    @ParameterizedTest
    @EnumSource
    void settingsArriveInTheSameReadAsTheAnswerOfTheProxy(ProxyServer.Type type) {
        boolean http = type == ProxyServer.Type.HTTP;
        try (TestProxy proxy = (http ? TestProxy.http() : TestProxy.socks5(false)).waitingForTheServer();
                Http2Server server = Http2Server.cleartext(exchange -> exchange.ok("ok"));
                TransportFixture fixture = through(http ? proxy.asHttp() : proxy.asSocks5(), Http2.PRIOR_KNOWLEDGE)) {
            RecordingHandler handler = fixture.send(server.baseUrl() + "/", new RecordingHandler());

            assertThat(handler.end()).isEqualTo("complete");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void requestIsOfferedToTwoConnectionsWithAResponseThatNobodyAskedFor() {
        try (TestProxy proxy = TestProxy.refusing("HTTP/1.1 200 OK\r\n\r\n" + TransportFixture.OK);
                TransportFixture fixture = through(proxy.asHttp())) {
            RecordingHandler handler = fixture.send("http://origin.test/", new RecordingHandler());

            assertThat(handler.end()).isEqualTo("failure RESET NOT_SENT");
            assertThat(proxy.received()).hasSize(2);
        }
    }

    @Test
    void bytesBeforeTheHandshakeAreNotDecrypted() {
        String injected = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
        try (TestProxy proxy = TestProxy.refusing("HTTP/1.1 200 Connection Established\r\n\r\n" + injected);
                TransportFixture fixture = through(proxy.asHttp())) {
            RecordingHandler handler = fixture.send("https://origin.test/", new RecordingHandler());

            assertThat(handler.end()).isEqualTo("failure TLS NOT_SENT");
            assertThat(handler.failure()).hasMessageContaining("did not respond with TLS");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\n\r\nbad",
                "HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\nno",
                "SSH-2.0-OpenSSH\r\n\r\n",
                ""
            })
    void proxyThatDoesNotConnectIsAProxyFailure(String response) {
        try (TestProxy proxy = TestProxy.refusing(response);
                TransportFixture fixture = through(proxy.asHttp().withCredentials("ann", "hunter2"))) {
            RecordingHandler handler = fixture.send("https://origin.test/", new RecordingHandler());

            assertThat(handler.end()).isEqualTo("failure PROXY NOT_SENT");
            assertThat(handler.failure()).hasMessageContaining(proxy.asHttp().toString());
            assertThat(handler.failure()).hasStackTraceContaining("proxy");
            for (Throwable each = handler.failure(); each != null; each = each.getCause()) {
                assertThat(each.toString()).doesNotContain("hunter2", "YW5uOmh1bnRlcjI=");
            }
        }
    }

    @Test
    void requiredCredentialsAreMentioned() {
        String response = "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n";
        try (TestProxy proxy = TestProxy.refusing(response);
                TransportFixture fixture = through(proxy.asHttp())) {
            RecordingHandler handler = fixture.send("http://origin.test/", new RecordingHandler());

            assertThat(handler.failure()).hasMessageContaining("credentials");
        }
    }

    @Test
    void closingSocksProxyIsAProxyFailure() {
        try (TestProxy proxy = new TestProxy((in, out, bytes) -> 0);
                TransportFixture fixture = through(proxy.asSocks5())) {
            assertThat(fixture.send("http://origin.test/", new RecordingHandler())
                            .end())
                    .isEqualTo("failure PROXY NOT_SENT");
        }
    }

    @Test
    void stallingProxyIsAProxyFailure() {
        CountDownLatch end = new CountDownLatch(1);
        TestProxy proxy = new TestProxy((in, out, bytes) -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 0;
        });
        TransportConfig config = TransportConfig.defaults()
                .withConnectTimeout(Duration.ofMillis(200))
                .withProxy(proxy.asHttp());
        try (proxy;
                TransportFixture fixture =
                        new TransportFixture(NettyTransport.builder().config(config))) {
            RecordingHandler handler = fixture.send("http://origin.test/", new RecordingHandler());

            assertThat(handler.end()).isEqualTo("failure PROXY NOT_SENT");
            assertThat(handler.failure()).hasMessageContaining("200 ms");
            end.countDown();
        }
    }

    @Test
    void unreachableProxyIsAProxyFailure() {
        try (ClosedPort port = new ClosedPort();
                TransportFixture fixture = through(ProxyServer.http("127.0.0.1", port.number()))) {
            assertThat(fixture.send("http://origin.test/", new RecordingHandler())
                            .end())
                    .isEqualTo("failure PROXY NOT_SENT");
        }
    }

    @Test
    void untrustedServerBehindTheProxyIsATlsFailure() {
        TransportConfig config = TransportConfig.defaults();
        try (TestProxy proxy = TestProxy.http();
                LoopbackServer server = server("https");
                TransportFixture fixture =
                        new TransportFixture(NettyTransport.builder().config(config.withProxy(proxy.asHttp())))) {
            assertThat(fixture.send(server).end()).isEqualTo("failure TLS NOT_SENT");
        }
    }

    @Test
    void proxyAndUnixDomainSocketAreMutuallyExclusive() {
        NettyTransport.Builder builder = NettyTransport.builder()
                .config(TransportConfig.defaults().withProxy(ProxyServer.http("proxy.test", 3128)))
                .unixDomainSocket(Path.of("server.sock"));

        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("Unix domain socket");
    }

    @Test
    void reportsItsSupportForProxies() {
        try (NettyTransport transport = NettyTransport.builder().build()) {
            assertThat(transport.info().features()).contains(TransportFeature.HTTP_PROXY, TransportFeature.SOCKS_PROXY);
        }
    }

    private static LoopbackServer server(String scheme) {
        return scheme.equals("http")
                ? LoopbackServer.running(TransportFixture.answering(TransportFixture.OK))
                : LoopbackServer.running(
                        TransportFixture.answering(TransportFixture.OK), TestCertificate.serverContext());
    }

    private static TransportFixture through(ProxyServer proxy) {
        return through(proxy, Http2.NEGOTIATED);
    }

    private static TransportFixture through(ProxyServer proxy, Http2 http2) {
        TransportConfig config = TransportConfig.defaults()
                .withSslContext(TestCertificate.clientContext())
                .withProxy(proxy);
        return new TransportFixture(NettyTransport.builder().http2(http2).config(config));
    }
}
