// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.server.ClosedPort;
import dev.completions4j.testkit.server.ConnectionScript;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.transport.ProxyServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs in a JVM that permits the header {@code Host}: a second execution of the tests sets the system property. */
@EnabledIfSystemProperty(named = "jdk.httpclient.allowRestrictedHeaders", matches = "host")
final class JdkTransportHostHeaderTest {

    private static final ConnectionScript ANSWERING = connection -> {
        while (connection.readRequest() != null) {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
    };

    @ParameterizedTest
    @CsvSource({"app_llm", "_a.b_", "app_llm.", "server.test"})
    void everyNameReachesItsServer(String name) throws Exception {
        try (var server = LoopbackServer.running(ANSWERING)) {
            String authority = name + ":" + URI.create(server.baseUrl()).getPort();
            // Nothing listens at the first address: a name that the client accepts would not be resolved by it.
            try (var transport =
                    JdkTransport.create(TestConfig.PATIENT, host -> addresses("127.0.0.2", "127.0.0.3", "127.0.0.1"))) {
                for (int i = 0; i < 2; i++) {
                    assertThat(send(transport, "http://" + authority).calls())
                            .containsExactly("start", "head 200", "data ok", "complete");
                }
            }
            assertThat(server.requests()).hasSize(2).allSatisfy(request -> {
                assertThat(request.headers().all("Host")).containsExactly(authority);
                assertThat(request.target()).isEqualTo("/v1/completions?secret=query");
            });
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aNameWithoutAReachableAddressIsAFailureToConnect() throws Exception {
        try (ClosedPort port = new ClosedPort();
                var transport = JdkTransport.create(TestConfig.PATIENT, host -> addresses("127.0.0.2", "127.0.0.1"))) {
            RecordingHandler handler = send(transport, "http://app_llm:" + port.number());

            assertThat(handler.calls()).containsExactly("start", "failure CONNECT NOT_SENT");
            assertThat(handler.failure()).hasMessageContaining("app_llm:" + port.number());
        }
    }

    @Test
    void anUnknownNameIsADnsFailure() throws Exception {
        try (var transport = JdkTransport.create(TestConfig.PATIENT, host -> {
            throw new UnknownHostException(host);
        })) {
            assertThat(send(transport, "http://app_llm").calls()).containsExactly("start", "failure DNS NOT_SENT");
        }
    }

    @Test
    void suchNamesFailWithTlsAndThroughAProxy() throws Exception {
        try (var transport = JdkTransport.create(TestConfig.PATIENT);
                var proxied = JdkTransport.create(TestConfig.PATIENT.withProxy(ProxyServer.http("127.0.0.1", 9)))) {
            for (RecordingHandler handler : new RecordingHandler[] {
                send(transport, "https://app_llm:8000"), send(proxied, "http://app_llm:8000")
            }) {
                assertThat(handler.calls()).containsExactly("start", "failure INTERNAL NOT_SENT");
                assertThat(Objects.requireNonNull(handler.failure().getMessage()))
                        .contains("app_llm:8000", "Netty");
            }
        }
    }

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getAllByName(literals[i])[0];
        }
        return addresses;
    }

    private static RecordingHandler send(JdkTransport transport, String baseUrl) throws InterruptedException {
        RecordingHandler handler = new RecordingHandler();
        transport.send(Posts.to(baseUrl), handler);
        return handler.awaitEnd();
    }
}
