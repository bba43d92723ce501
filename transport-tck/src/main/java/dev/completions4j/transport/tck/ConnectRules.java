// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.ClosedPort;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import dev.completions4j.transport.ProxyServer;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.TransportException.Kind;
import dev.completions4j.transport.TransportFeature;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Chapter 7, first half: failures before there is a connection. */
interface ConnectRules extends Chapter {

    @Test
    @DisplayName("7.1 A host name that cannot be resolved is DNS, NOT_SENT; the message names the host.")
    default void rule_7_1_unknownHost() throws Exception {
        lab().requireHttp1();
        SignalRecorder handler = exchange(lab().transport(), "http://no-such-host.invalid:80");

        assertThat(handler.signals()).containsExactly("onStart", "onFailure DNS NOT_SENT");
        assertThat(handler.failure()).hasMessageContaining("no-such-host.invalid");
    }

    @Test
    @DisplayName("7.2 A refused connection is CONNECT, NOT_SENT; the message names host and port.")
    default void rule_7_2_refusedConnection() throws Exception {
        lab().requireHttp1();
        ClosedPort port = lab().closing(new ClosedPort());
        SignalRecorder handler = exchange(lab().transport(), port.baseUrl());

        assertThat(handler.signals()).containsExactly("onStart", "onFailure CONNECT NOT_SENT");
        assertThat(handler.failure()).hasMessageContaining("127.0.0.1:" + port.number());
    }

    @Test
    @DisplayName("7.3 A connection that is not ready in time, including TLS, is CONNECT_TIMEOUT, NOT_SENT.")
    default void rule_7_3_connectTimeout() throws Exception {
        LoopbackServer silent = lab().wire(connection -> {
            connection.awaitClientClose();
        });
        Transport impatient = lab().transport(TransportConfig.defaults().withConnectTimeout(Duration.ofMillis(300)));
        long deadline = System.nanoTime() + lab().patienceNanos();
        // On a busy machine, the time may have passed before the transport begins to connect.
        do {
            SignalRecorder handler = exchange(impatient, silent.baseUrl().replace("http:", "https:"));
            assertThat(handler.signals()).containsExactly("onStart", "onFailure CONNECT_TIMEOUT NOT_SENT");
        } while (silent.connections() == 0 && deadline - System.nanoTime() > 0);

        assertThat(silent.awaitHangUp(lab().patience()))
                .as("the connection was closed")
                .isTrue();
    }

    @Test
    @DisplayName("7.4 A certificate that is not trusted, or that was issued for another host, is TLS,"
            + " NOT_SENT; a peer that does not speak TLS is TLS. No byte of the request is sent.")
    default void rule_7_4_certificatesAreVerified() throws Exception {
        TransportConfig trusting = lab().patientConfig().withSslContext(TestCertificate.clientContext());
        LoopbackServer server = lab().wire(Wire.answeringAll(Wire.OK), TestCertificate.serverContext());
        assertThat(exchange(lab().transport(lab().patientConfig()), server.baseUrl())
                        .signals())
                .as("the signals when the certificate is not trusted")
                .containsExactly("onStart", "onFailure TLS NOT_SENT");
        assertThat(server.requests()).isEmpty();

        LoopbackServer other = lab().wire(Wire.answeringAll(Wire.OK), TestCertificate.otherHostServerContext());
        assertThat(exchange(lab().transport(trusting), other.baseUrl()).signals())
                .as("the signals when the certificate was issued for another host")
                .containsExactly("onStart", "onFailure TLS NOT_SENT");
        assertThat(other.requests()).isEmpty();

        LoopbackServer plain = lab().wire(connection -> {
            connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            connection.awaitClientClose();
        });
        assertThat(exchange(lab().transport(trusting), plain.baseUrl().replace("http:", "https:"))
                        .failure()
                        .kind())
                .as("the failure when the peer does not speak TLS")
                .isEqualTo(Kind.TLS);

        assertThat(exchange(lab().transport(trusting), server.baseUrl()).signals())
                .as("the signals when the certificate is trusted")
                .containsExactly("onStart", "onHead", "onData", "onComplete");
    }

    @Test
    @DisplayName("7.11 A proxy that is unreachable, or that requires other credentials, is PROXY, NOT_SENT;"
            + " the server's credentials are not sent before the tunnel is established. (HTTP_PROXY)")
    default void rule_7_11_refusingProxies() throws Exception {
        lab().require(TransportFeature.HTTP_PROXY);
        ProxyServer unreachable =
                ProxyServer.http("127.0.0.1", lab().closing(new ClosedPort()).number());
        for (String origin : new String[] {"http://origin.test", "https://origin.test"}) {
            assertThat(exchange(lab().transport(lab().patientConfig().withProxy(unreachable)), origin)
                            .signals())
                    .as("the signals of " + origin + " when no proxy listens")
                    .containsExactly("onStart", "onFailure PROXY NOT_SENT");
        }

        LoopbackServer refusing = lab().wire(Wire.answeringAll("""
                HTTP/1.1 407 Proxy Authentication Required\r
                Proxy-Authenticate: Basic realm="p"\r
                Content-Length: 0\r
                \r
                """));
        URI address = URI.create(refusing.baseUrl());
        ProxyServer proxy = ProxyServer.http(Objects.requireNonNull(address.getHost()), address.getPort());
        for (String origin : new String[] {"http://origin.test", "https://origin.test"}) {
            assertThat(exchange(lab().transport(lab().patientConfig().withProxy(proxy)), origin)
                            .signals())
                    .as("the signals of " + origin + " when the proxy requires other credentials")
                    .containsExactly("onStart", "onFailure PROXY NOT_SENT");
        }
        assertThat(refusing.requests())
                .as("the CONNECT requests")
                .filteredOn(request -> request.method().equals("CONNECT"))
                .isNotEmpty()
                .allSatisfy(request ->
                        assertThat(request.headers().first("Authorization")).isNull());
    }

    private SignalRecorder exchange(Transport transport, String baseUrl) throws InterruptedException {
        SignalRecorder handler = lab().recorder();
        transport.send(lab().postTo(baseUrl), handler);
        return handler.awaitEnd();
    }
}
